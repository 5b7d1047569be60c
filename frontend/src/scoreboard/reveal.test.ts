import { expect, test } from 'vitest';
import { leftToTop, stepTeams } from './reveal';

const row = (team: string, score: number) => ({
  team,
  name: team,
  challenge: '',
  track: '',
  site: '',
  score,
});
const final = { rows: [row('a', 9), row('b', 7), row('c', 7)], ranks: [1, 2, 2] };

test('a step uncovers the teams of one rank', () => {
  const stage = { steps: [['b', 'c'], ['a']], final };
  expect(stepTeams(stage, 0).map(({ row, rank }) => [row.team, rank])).toEqual([
    ['b', 2],
    ['c', 2],
  ]);
  expect(stepTeams(stage, 2)).toEqual([]);
  expect(stepTeams(stage, -1)).toEqual([]);
});

test('the first ten places are left for the stage', () => {
  const steps = (...sizes: number[]) => ({ steps: sizes.map((size) => Array(size).fill('x')), final });
  expect(leftToTop(steps(1, 1, 1))).toBe(0);
  expect(leftToTop(steps(...Array(15).fill(1)))).toBe(5);
  expect(leftToTop(steps(1, 2, 9))).toBe(2);
});
