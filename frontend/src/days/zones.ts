import { formatTag } from '../lib/i18n/locale.svelte';

/** The clock time of a moment in a zone, as an <input type="datetime-local"> takes it: "2027-03-10T09:00". */
export function clockTime(iso: string, zone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(new Date(iso));
  const of = (type: string): string => parts.find((part) => part.type === type)?.value ?? '';
  return `${of('year')}-${of('month')}-${of('day')}T${of('hour')}:${of('minute')}`;
}

const DAY_MS = 86_400_000;

/** The moments at which the clocks of a zone show `local`: none, one, or two on the night when they go back. */
export function moments(local: string, zone: string): string[] {
  const asUtc = Date.parse(`${local}Z`);
  if (Number.isNaN(asUtc)) return [];
  const offset = (at: number): number =>
    Date.parse(`${clockTime(new Date(at).toISOString(), zone)}Z`) - Math.floor(at / 60_000) * 60_000;
  const offsets = new Set([offset(asUtc - DAY_MS), offset(asUtc + DAY_MS)]);
  return [...offsets]
    .map((ahead) => new Date(asUtc - ahead).toISOString())
    .filter((iso) => clockTime(iso, zone) === local)
    .sort();
}

/** "10 Mar, 09:00 GMT": a moment on the clocks of a zone, with the zone's name. */
export function inZone(iso: string, zone: string): string {
  return new Intl.DateTimeFormat(formatTag(), {
    timeZone: zone,
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  }).format(new Date(iso));
}

/** Whether the reader's clocks show another time than those of the zone. */
export const differs = (iso: string, zone: string): boolean =>
  clockTime(iso, zone) !== clockTime(iso, new Intl.DateTimeFormat().resolvedOptions().timeZone);
