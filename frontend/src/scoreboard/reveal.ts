/** What a presenter sees of the steps of a reveal. Pure. */
import type { Board } from './board';

export type Steps = { steps: readonly (readonly string[])[]; final: Partial<Board> };

/** The teams that step `place` (from 0) uncovers, with their final ranks; none beyond the last step. */
export function stepTeams(
  { steps, final }: Steps,
  place: number,
): { row: Board['rows'][number]; rank: number | null }[] {
  const teams = new Set(steps[place]);
  return (final.rows ?? [])
    .map((row, n) => ({ row, rank: final.ranks?.[n] ?? null }))
    .filter(({ row }) => teams.has(row.team));
}

export const TOP = 10;

/** The step after which no more than the first ten places are still covered. */
export function leftToTop({ steps }: Steps): number {
  let left = 0;
  for (let place = steps.length; place > 0; place--) {
    left += steps[place - 1]!.length;
    if (left > TOP) return place;
  }
  return 0;
}
