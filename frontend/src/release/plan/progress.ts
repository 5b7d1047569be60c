import type { PlanSummary } from '../../lib/api/client';

/** How much of the way to a proven plan is done, 0 to 1; undefined before there is a bound. */
export function share({ progress }: Pick<PlanSummary, 'progress'>): number | undefined {
  if (!progress || progress.bound <= 0) return undefined;
  return Math.max(0, Math.min(1, progress.best / progress.bound));
}

/** "0.05%": a gap in percent, finer the smaller it is. */
export function percent(gap: number, tag: string): string {
  const digits = gap !== 0 && Math.abs(gap) < 0.01 ? 2 : 1;
  return new Intl.NumberFormat(tag, { style: 'percent', maximumFractionDigits: digits }).format(gap);
}

export const SPEAK_MS = 10_000;

/** Whether a screen reader is due to hear of the progress again: at once, then now and then. */
export const isDue = (spokenAt: number | undefined, now: number): boolean =>
  spokenAt === undefined || now - spokenAt >= SPEAK_MS;

const PHASES = ['reading', 'bound', 'sites', 'polish', 'explained'] as const;

/** The key of the words for what the planner is at. */
export const phaseKey = (phase: string | undefined): `phase_${(typeof PHASES)[number] | 'other'}` =>
  `phase_${PHASES.find((known) => known === phase) ?? 'other'}`;
