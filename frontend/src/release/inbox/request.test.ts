import { describe, expect, test } from 'vitest';
import { awayNames, possible } from './request';

describe('who else is away', () => {
  test("one's own by name, the rest counted", () => {
    expect(awayNames({ yours: ['Ada', 'Bo'], others: 3 })).toBe('Ada, Bo and 3 others');
    expect(awayNames({ yours: ['Ada'], others: 0 })).toBe('Ada');
    expect(awayNames({ yours: [], others: 1 })).toBe('1 other');
    expect(awayNames({ yours: [], others: 0 })).toBeNull();
  });
});

describe('after a refusal', () => {
  test('all but those it names can still be asked for', () => {
    expect(possible(['a', 'b', 'c'], [{ pointer: '/people/1' }])).toEqual(['a', 'c']);
    expect(possible(['a', 'b'], [{ pointer: '/people/0' }, { pointer: '/people/1' }])).toEqual([]);
    expect(possible(['a'], [{ pointer: '/reason' }])).toEqual(['a']);
  });
});
