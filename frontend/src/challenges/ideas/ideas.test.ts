import { expect, test } from 'vitest';
import type { Idea } from '../../lib/api/client';
import { adoptionOf, asked, isNarrowed, plain, summaryOf } from './ideas';

test('the address says what is listed, and nonsense in it nothing', () => {
  const of = (query: string) => asked(new URLSearchParams(query));
  expect(of('q=bus&order=newest&show=adopted')).toEqual({
    q: 'bus',
    order: 'newest',
    state: 'adopted',
    mine: undefined,
  });
  expect(of('order=x&show=x')).toEqual({
    q: undefined,
    order: 'interest',
    state: undefined,
    mine: undefined,
  });
  expect(of('show=mine').mine).toBe(true);
  expect(isNarrowed(new URLSearchParams('order=newest'))).toBe(false);
  expect(isNarrowed(new URLSearchParams('show=mine'))).toBe(true);
});

test('Markdown becomes plain words', () => {
  expect(plain('# Why\n\n- **No** light, see [plan](http://x.example/a)\n> `snake_case` _now_')).toBe(
    'Why No light, see plan snake_case now',
  );
});

test('a summary is the first sentence, and never too long', () => {
  expect(summaryOf('We wait 3.5 minutes. Every day.')).toBe('We wait 3.5 minutes.');
  expect(summaryOf('x'.repeat(400))).toHaveLength(300);
});

test('the brief begins with what the idea says', () => {
  const draft = adoptionOf({ title: 'Bus', body: 'No bus. At all.' } as Idea, { name: 'Sam', email: 's@x' });
  expect(draft).toMatchObject({
    title: 'Bus',
    summary: 'No bus.',
    body: 'No bus. At all.',
    sponsor_name: 'Sam',
  });
});
