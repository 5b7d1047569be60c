import type { TeamPage, TeamsListTeamsData } from '../lib/api/client';
import { t } from './texts';

/** What the address asks of the list; anything else in it is ignored. */
export const asked = (search: URLSearchParams): NonNullable<TeamsListTeamsData['query']> => ({
  q: search.get('q') || undefined,
  site: search.get('site') || undefined,
  challenge: search.get('challenge') || undefined,
  with_places: search.get('open') === 'yes' || undefined,
  for_me: search.get('mine') === 'yes' || undefined,
});

export const isNarrowed = (search: URLSearchParams): boolean =>
  Object.values(asked(search)).some((value) => value !== undefined);

/** "K7RX4DPW" → "K7RX-4DPW": two halves are read aloud and typed with fewer slips. */
export const spelt = (code: string): string => `${code.slice(0, 4)}-${code.slice(4)}`;

/** How many members a team still needs to be large enough. */
export const lacking = (team: Pick<TeamPage, 'min_size' | 'members'>): number =>
  Math.max(0, team.min_size - team.members.length);

/** "14:05" on the clocks of an IANA zone; null for a zone that this browser does not know. */
export function timeIn(zone: string, now: Date, tag?: string): string | null {
  try {
    return new Intl.DateTimeFormat(tag, { hour: '2-digit', minute: '2-digit', timeZone: zone }).format(now);
  } catch {
    return null;
  }
}

/** The words for the code of a refusal to join. */
export const whyNot = (code: string): string =>
  code in reasons ? t(reasons[code as keyof typeof reasons]) : t('why_other');

const reasons = {
  sign_up_first: 'why_sign_up_first',
  already_in_a_team: 'why_already_in_a_team',
  wrong_phase: 'why_wrong_phase',
  team_is_full: 'why_team_is_full',
  team_is_locked: 'why_team_is_locked',
  department_is_full: 'why_department_is_full',
  too_few_sites: 'why_too_few_sites',
} as const;
