import type { Span } from '../../lib/api/client';

/** Where a span lies in a frame, in percent of its length: `{ left: 37.5, width: 33.3 }`. */
export function place(span: Span, frame: Span): { left: number; width: number } {
  const [start, end] = [Date.parse(frame.starts_at), Date.parse(frame.ends_at)];
  const share = (iso: string): number => ((Date.parse(iso) - start) / (end - start)) * 100;
  return { left: share(span.starts_at), width: share(span.ends_at) - share(span.starts_at) };
}

/** "09:00 – 17:00" on the clocks of `zone`; a frame's end reads as 00:00. */
export function timesOf(span: Span, zone: string, tag?: string): string {
  const format = new Intl.DateTimeFormat(tag, { hour: '2-digit', minute: '2-digit', timeZone: zone });
  return `${format.format(new Date(span.starts_at))} – ${format.format(new Date(span.ends_at))}`;
}

/** "07:00" of the wire as a language writes it: "7:00 am". */
export const clockTime = (text: string, tag?: string): string =>
  new Intl.DateTimeFormat(tag, { hour: '2-digit', minute: '2-digit', timeZone: 'UTC' }).format(
    new Date(`2027-01-01T${text}Z`),
  );

/** "5 hours", "1 hour 30 minutes" for minutes, in the words of a language. */
export function lengthOf(minutes: number, tag?: string): string {
  const unit = (value: number, name: 'hour' | 'minute'): string =>
    new Intl.NumberFormat(tag, { style: 'unit', unit: name, unitDisplay: 'long' }).format(value);
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return [hours && unit(hours, 'hour'), (rest || !hours) && unit(rest, 'minute')].filter(Boolean).join(' ');
}

/** Hours of the scale under the chart: every sixth on the clock of `zone`, with its place in percent. */
export function scale(frame: Span, zone: string, tag?: string): { label: string; left: number }[] {
  const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: zone });
  const format = new Intl.DateTimeFormat(tag, { hour: '2-digit', minute: '2-digit', timeZone: zone });
  const marks = [];
  const QUARTER_MS = 900_000; // clocks may change by half an hour
  const end = Date.parse(frame.ends_at);
  let last = '';
  for (let at = Date.parse(frame.starts_at); at < end; at += QUARTER_MS) {
    const shows = clock.format(at);
    if (/^(00|06|12|18):00$/.test(shows) && shows !== last) {
      const iso = new Date(at).toISOString();
      marks.push({
        label: format.format(at),
        left: place({ starts_at: frame.starts_at, ends_at: iso }, frame).width,
      });
      last = shows;
    }
  }
  return marks;
}
