import type { RosteredShift, ShiftCover, Volunteer, Why } from '../lib/api/client';
import { formatTag } from '../lib/i18n/locale.svelte';
import { t } from './texts';

type Times = { starts_at: string; ends_at: string; time_zone: string };

/** "Wed 10 Mar, 22:00 – 06:00": by the clocks of the site, as a rota is read; the times never break apart. */
export function shiftTimes({ starts_at, ends_at, time_zone }: Times, tag = formatTag()): string {
  const write = (iso: string, options: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat(tag, { ...options, timeZone: time_zone }).format(new Date(iso));
  const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  const day = write(starts_at, { weekday: 'short', day: 'numeric', month: 'short' });
  return `${day}, ${write(starts_at, clock)}\u2060–\u2060${write(ends_at, clock)}`;
}

/** "service-desk" as people say it: "service desk". */
export const roleName = (role: string): string => role.replaceAll('-', ' ');

export const roleNames = (roles: readonly string[]): string => roles.map(roleName).join(` ${t('or')} `);

/** Where the shifts of one list are: their common site, or null if they differ. */
export const commonSite = (shifts: readonly Pick<RosteredShift, 'site'>[]): string | null =>
  new Set(shifts.map((shift) => shift.site)).size === 1 ? (shifts[0]?.site ?? null) : null;

/** Whether a shift would stand below its minimum, just at it, or above. */
export function coverLevel({
  after,
  minimum,
}: Pick<ShiftCover, 'after' | 'minimum'>): 'none' | 'short' | 'tight' | 'ample' {
  if (minimum === null) return 'none';
  if (after < minimum) return 'short';
  return after === minimum ? 'tight' : 'ample';
}

/** Whether somebody would be missed on a shift of their own, and not where they step in. */
export const isOwn = (
  missed: NonNullable<Volunteer['shortage']>,
  shifts: readonly RosteredShift[],
): boolean =>
  shifts.some(
    ({ site, starts_at, ends_at }) =>
      site === missed.site &&
      Date.parse(starts_at) <= Date.parse(missed.starts_at) &&
      Date.parse(ends_at) >= Date.parse(missed.ends_at),
  );

/** One plain sentence on why somebody stays. */
export function whySentence(why: Why): string {
  if (why.reason === 'cover') return t('why_cover', { n: why.blocks.length });
  if (why.reason === 'team_below_minimum')
    return why.team ? t('why_team', { team: why.team }) : t('why_party');
  return why.reason === 'must_stay' ? t('why_pin') : t('why_unwanted');
}
