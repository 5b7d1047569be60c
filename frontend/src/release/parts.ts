export type Part = 'mine' | 'people' | 'plan';

/** The parts of the page that somebody may see, their first task first. */
export function partsFor(isManager: boolean, isPlanner: boolean): Part[] {
  return [...(isPlanner ? (['plan'] as const) : []), ...(isManager ? (['people'] as const) : []), 'mine'];
}

/** The part that the address names, or the first one that is allowed. */
export const partOf = (asked: string | undefined, allowed: readonly Part[]): Part =>
  allowed.find((part) => part === asked) ?? allowed[0] ?? 'mine';
