import type { Phase } from '../days/current.svelte';

export type Part = 'plan' | 'people' | 'cover' | 'rota' | 'mine' | 'shifts';

/** The parts of the page that somebody may see, their first task first. */
export function partsFor(isManager: boolean, isPlanner: boolean): Part[] {
  return [
    ...(isPlanner ? (['plan'] as const) : []),
    ...(isManager ? (['people'] as const) : []),
    ...(isPlanner ? (['cover', 'rota'] as const) : []),
    'mine',
    'shifts',
  ];
}

/** The part that the address names, or the first one that is allowed. */
export const partOf = (asked: string | undefined, allowed: readonly Part[]): Part =>
  allowed.find((part) => part === asked) ?? allowed[0] ?? 'mine';

/** Whether releases can be planned, decided and changed: not yet, now, or no more. */
export type Standing = 'early' | 'open' | 'over';

export function standing(phase: Phase | null): Standing {
  if (phase === null || phase === 'draft') return 'early';
  return phase === 'published' || phase === 'forming' || phase === 'hacking' ? 'open' : 'over';
}
