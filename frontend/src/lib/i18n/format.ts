/*
 * Times are shown in the reader's own zone. Give `zone`, the IANA zone of the day (or the site), and a time that
 * reads otherwise there is followed by the name of the reader's zone: "15:30 CET".
 */
import { formatTag } from './locale.svelte';

type Options = Intl.DateTimeFormatOptions;

const readersZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;

function write(iso: string, options: Options, zone?: string): string {
  return new Intl.DateTimeFormat(formatTag(), { ...options, ...(zone && { timeZone: zone }) }).format(
    new Date(iso),
  );
}

function differs(iso: string, zone: string): boolean {
  const clock: Options = {
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  };
  return write(iso, clock, zone) !== write(iso, clock, readersZone());
}

function labelled(iso: string, options: Options, zone?: string): string {
  return write(iso, zone && differs(iso, zone) ? { ...options, timeZoneName: 'short' } : options);
}

/** "14:30" */
export const formatTime = (iso: string, zone?: string): string =>
  labelled(iso, { hour: '2-digit', minute: '2-digit' }, zone);

/** "Fri, 4 December, 14:30" */
export const formatDateTime = (iso: string, zone?: string): string =>
  labelled(
    iso,
    { weekday: 'short', day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit' },
    zone,
  );

/** "Friday, 4 December 2026", for a calendar date ("2026-12-04") or an instant. */
export const formatDate = (iso: string): string =>
  write(iso, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }, calendarZone(iso));

/** "9–10 December 2026", for two calendar dates or instants; one date when both are the same. */
export function formatDayRange(from: string, to: string): string {
  const options: Options = { day: 'numeric', month: 'long', year: 'numeric', timeZone: calendarZone(from) };
  return new Intl.DateTimeFormat(formatTag(), options).formatRange(new Date(from), new Date(to));
}

/** "14:30 – 22:00" */
export function formatTimeRange(from: string, to: string, zone?: string): string {
  const options: Options = { hour: '2-digit', minute: '2-digit' };
  const labels: Options = zone && differs(from, zone) ? { ...options, timeZoneName: 'short' } : options;
  return new Intl.DateTimeFormat(formatTag(), labels).formatRange(new Date(from), new Date(to));
}

/** A calendar date has no zone: read as UTC midnight, it must be written as UTC too, or the day shifts. */
const calendarZone = (iso: string): string | undefined => (/^\d{4}-\d\d-\d\d$/.test(iso) ? 'UTC' : undefined);

/** "1.4 MB", for a number of bytes; a thousand of each make one of the next. */
export function formatBytes(bytes: number): string {
  const [unit, size] =
    bytes >= 1e6
      ? (['megabyte', 1e6] as const)
      : bytes >= 1e3
        ? (['kilobyte', 1e3] as const)
        : (['byte', 1] as const);
  return new Intl.NumberFormat(formatTag(), { style: 'unit', unit, maximumFractionDigits: 1 }).format(
    bytes / size,
  );
}

const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
];

/** "in 3 hours", "2 days ago" */
export function formatRelative(iso: string, now: number = Date.now()): string {
  const seconds = (Date.parse(iso) - now) / 1000;
  const [unit, size] = steps.find(([, length]) => Math.abs(seconds) >= length) ?? ['second', 1];
  return new Intl.RelativeTimeFormat(formatTag(), { numeric: 'auto' }).format(
    Math.trunc(seconds / size),
    unit,
  );
}

export const formatNumber = (value: number, options?: Intl.NumberFormatOptions): string =>
  new Intl.NumberFormat(formatTag(), options).format(value);

/** "Ann, Ben and Cleo" */
export const formatList = (words: readonly string[]): string =>
  new Intl.ListFormat(formatTag(), { type: 'conjunction' }).format(words);

/** 0.42 → "42%" */
export const formatPercent = (share: number): string =>
  formatNumber(share, { style: 'percent', maximumFractionDigits: 0 });
