import { describe, expect, it } from 'vitest';
import type { Rubric, SheetPage } from '../lib/api/client';
import { drafts, keyOf, row } from './rubric';
import { fitting, nextOpen, same, stateOf, total, withSheet } from './sheet';

const rubric = (...weights: number[]): Rubric => ({
  id: 'r',
  track: '',
  challenge_id: null,
  version: 1,
  scale_min: 1,
  scale_max: 10,
  is_in_use: false,
  criteria: weights.map((weight, at) => ({ key: `c${at}`, label: `C${at}`, weight })),
});
const page = (project_id: string, version = 0): SheetPage =>
  ({
    project_id,
    sheet: version ? { version, points: {}, comment: '', accepted_at: '', is_whole: true } : null,
  }) as unknown as SheetPage;

describe('total', () => {
  it('is the sum where all criteria count the same', () => {
    expect(total({ c0: 8, c1: 7 }, rubric(1, 1, 1, 1))).toEqual({
      value: '15',
      max: 40,
      scored: 2,
      of: 4,
      weighted: false,
    });
    expect(total({}, rubric(2, 2)).value).toBeNull();
  });
  it('is the weighted mean else, half up, of what is scored so far', () => {
    expect(total({ c0: 8, c1: 6 }, rubric(3, 1))).toMatchObject({ value: '7.5', max: 10, weighted: true });
    expect(total({ c0: 8 }, rubric(3, 1)).value).toBe('8.0');
    expect(total({ c0: 1, c1: 2 }, rubric(19, 1)).value).toBe('1.1'); // 1.05
    expect(total({}, rubric(3, 1)).value).toBeNull();
  });
});

it('keeps only points that the rubric asks for', () => {
  expect(fitting({ c0: 8, c1: 11, gone: 3 }, rubric(1, 1))).toEqual({ c0: 8 });
});

it('tells equal sheets from others', () => {
  const one = { points: { a: 1, b: 2 }, comment: '' };
  expect(same(one, { points: { b: 2, a: 1 }, comment: '' })).toBe(true);
  expect(same(one, { points: { a: 1 }, comment: '' })).toBe(false);
  expect(same(one, { ...one, comment: 'x' })).toBe(false);
});

it('says refused before saved before sent', () => {
  expect(stateOf(page('a', 1), true, true)).toBe('refused');
  expect(stateOf(page('a', 1), true, false)).toBe('saved');
  expect(stateOf(page('a', 1), false, false)).toBe('sent');
  expect(stateOf(page('a'), false, false)).toBe('open');
});

it('suggests the next open project round the list, never the present one', () => {
  const pages = ['a', 'b', 'c'].map((id) => page(id));
  expect(nextOpen(pages, () => true)?.project_id).toBe('a');
  expect(nextOpen(pages, () => true, 'c')?.project_id).toBe('a');
  expect(nextOpen(pages, ({ project_id }) => project_id === 'b', 'b')).toBeUndefined();
});

it('never puts an older sheet over a newer one', () => {
  const day = { has_rubric: true, is_closed: false, example: null, visits: [], pages: [page('a', 3)] };
  const sheet = { version: 2, points: {}, comment: '', note: '', accepted_at: '', is_whole: true };
  expect(withSheet(day, 'a', sheet).pages[0]?.sheet?.version).toBe(3);
  expect(withSheet(day, 'a', { ...sheet, version: 4 }).pages[0]?.sheet?.version).toBe(4);
});

it('gives each criterion a key of its own that stays', () => {
  expect(keyOf('Business impact', [])).toBe('business_impact');
  expect(keyOf('Größe 2', ['grosse_2'])).toMatch(/^[a-z][a-z0-9_]*$/);
  expect(keyOf('影响', ['criterion'])).toBe('criterion_2');
  expect(
    drafts([row({ key: 'old', label: 'New name' }), row({ label: 'Old' })]).map(({ key }) => key),
  ).toEqual(['old', 'old_2']);
});
