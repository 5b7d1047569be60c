import type { ChallengeState, ChallengesListChallengesData } from '../lib/api/client';

export const states: readonly ChallengeState[] = ['draft', 'review', 'scheduled', 'published', 'closed'];

/** What the address asks of the list; anything else in it is ignored. */
export function asked(search: URLSearchParams): NonNullable<ChallengesListChallengesData['query']> {
  const value = (name: string): string | undefined => search.get(name) || undefined;
  return {
    q: value('q'),
    track: value('track'),
    site: value('site'),
    skill: value('skill'),
    state: states.find((state) => state === search.get('state')),
  };
}

/** Whether the list is narrowed at all: an empty one then means "nothing fits", not "nothing there". */
export const isNarrowed = (search: URLSearchParams): boolean =>
  Object.values(asked(search)).some((value) => value !== undefined);

/** The first `most` of a list and how many more there are. */
export const some = <T>(list: readonly T[], most: number): { shown: T[]; more: number } => ({
  shown: list.slice(0, most),
  more: Math.max(0, list.length - most),
});

export const isFull = ({
  team_places,
  team_count,
}: {
  team_places: number | null;
  team_count: number;
}): boolean => team_places !== null && team_count >= team_places;
