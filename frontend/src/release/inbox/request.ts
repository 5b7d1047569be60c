import type { Away, Standin, Volunteer } from '../../lib/api/client';
import { roleNames, shiftTimes } from '../shift';
import { t } from './texts';

type Stretch = { site: string; starts_at: string; ends_at: string; time_zone: string };

/** So many characters at least explain an approval below the minimum, as the server has it. */
export const WRITTEN = 10;

/** "Ada Park, Bo Chen and 3 others": one's own people by name, the rest counted; null when nobody is away. */
export function awayNames({ yours, others }: Away): string | null {
  const rest = others ? t('others', { n: others }) : '';
  const names = yours.join(', ');
  return names && rest ? t('yours_and', { names, others: rest }) : names || rest || null;
}

export const where = (at: Stretch & { roles?: string[] }): string =>
  [`${at.site}, ${shiftTimes(at)}`, at.roles && roleNames(at.roles)].filter(Boolean).join(', ');

/** What is known about who takes over, in a sentence. */
export function standinText({ name, state, shift }: Standin): string {
  const at = { where: where(shift) };
  if (state === 'open') return name ? t('waits_for', { name, ...at }) : t('waits_open', at);
  return t(state === 'taken' ? 'said_yes' : 'takes_over', { name: name ?? '', ...at });
}

/** Colleagues who said yes and wait to be counted on. */
export const agreed = (volunteer: Volunteer): string[] => [
  ...new Set(volunteer.standins.flatMap(({ state, name }) => (state === 'taken' && name ? [name] : []))),
];

/** Of those asked for, whom a refusal does not name: pointers such as "/people/3" count from 0. */
export function possible(asked: readonly string[], errors: readonly { pointer: string }[]): string[] {
  const refused = new Set(errors.map(({ pointer }) => Number(/^\/people\/(\d+)$/.exec(pointer)?.[1] ?? -1)));
  return asked.filter((_, place) => !refused.has(place));
}
