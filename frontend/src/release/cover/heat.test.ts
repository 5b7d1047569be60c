import { describe, expect, it } from 'vitest';
import type { HeatCell } from '../../lib/api/client';
import { added, clockAt, depthOf, gridOf, levelOf, moved, sentence, summary } from './heat';

const cell = (role: string, hour: number, more: Partial<HeatCell> = {}): HeatCell => ({
  site: 'Kyoto',
  role,
  starts_at: new Date(Date.UTC(2027, 2, 10, hour)).toISOString(),
  ends_at: new Date(Date.UTC(2027, 2, 10, hour + 8)).toISOString(),
  scheduled: 4,
  minimum: 2,
  left: 3,
  planned: 2,
  open_shifts: 0,
  rule: null,
  ...more,
});

describe('a shift on the heat map', () => {
  it('is short, tight, ample or free by the numbers that are looked at', () => {
    expect(levelOf(cell('desk', 6), 'left')).toBe('ample');
    expect(levelOf(cell('desk', 6), 'planned')).toBe('tight');
    expect(levelOf(cell('desk', 6, { left: 1 }), 'left')).toBe('short');
    expect(levelOf(cell('desk', 6, { minimum: null }), 'left')).toBe('free');
    expect(levelOf(cell('desk', 6, { minimum: 0, left: 0 }), 'left')).toBe('free');
  });

  it('fades with the distance to the minimum', () => {
    expect([3, 5, 9].map((left) => depthOf(cell('desk', 6, { left }), 'left'))).toEqual([1, 2, 3]);
  });

  it('says in a sentence all that it shows', () => {
    expect(sentence(cell('night-desk', 6, { open_shifts: 1 }), 'Asia/Tokyo', 'left')).toMatch(
      /^night desk, .*, 15:00 to 23:00: 3 left, at least 2 needed: above the minimum\. 4 scheduled\. 2 left if the plan is approved in full\. 1 open shift\.$/,
    );
  });
});

describe('a site', () => {
  const night = cell('desk', 13);
  const cells = [night, cell('desk', 6), cell('field', 6, { left: 1 }), cell('porter', 20)];
  const grid = gridOf(cells, 'Asia/Tokyo', 'left', false);

  it('has its shifts in the order of time, by its own clocks and dates', () => {
    expect(grid.columns.map(({ starts_at }) => clockAt(starts_at, 'Asia/Tokyo'))).toEqual([
      '15:00',
      '22:00',
      '05:00',
    ]);
    expect(grid.days.map(({ span }) => span)).toEqual([2, 1]);
    expect(grid.rows.map(({ role }) => role)).toEqual(['desk', 'field', 'porter']);
    expect(grid.rows[0]?.cells[1]).toBe(night);
  });

  it('can be reduced to what hurts', () => {
    const hurting = gridOf(cells, 'Asia/Tokyo', 'left', true);
    expect([hurting.rows.length, hurting.columns.length]).toEqual([1, 1]);
  });

  it('is walked through by keys, over gaps and not over the edge', () => {
    const go = (row: number, column: number, key: string, whole = false) =>
      moved(grid.rows, { row, column }, key, whole);
    expect(go(0, 0, 'ArrowRight')).toEqual({ row: 0, column: 1 });
    expect(go(0, 0, 'ArrowDown')).toEqual({ row: 1, column: 0 });
    expect(go(0, 1, 'ArrowDown')).toBeNull();
    expect(go(0, 0, 'ArrowUp')).toBeNull();
    expect(go(0, 0, 'End')).toEqual({ row: 0, column: 1 });
    expect(go(0, 1, 'Home')).toEqual({ row: 0, column: 0 });
    expect(go(0, 0, 'End', true)).toEqual({ row: 2, column: 2 });
    expect(go(0, 0, 'x')).toBeNull();
  });
});

it('all sites are told in one sentence', () => {
  const levels = (short: number, tight: number) => ({ short, tight, ample: 1, free: 0 });
  expect(summary(added([levels(1, 2), levels(2, 10)]))).toBe(
    '3 shifts are short of people, 12 at their minimum.',
  );
  expect(summary(added([]))).toBe('No shift is short of people, 0 at their minimum.');
});
