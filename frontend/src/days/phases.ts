import type { Phase, PhaseTime } from '../lib/api/client';

/** In the order of the day. */
export const phases = [
  'draft',
  'published',
  'forming',
  'hacking',
  'judging',
  'frozen',
  'revealed',
  'closed',
] as const satisfies readonly Phase[];

export type Stop = {
  phase: Phase;
  startsAt: string | null;
  when: 'done' | 'now' | 'later';
};

/**
 * What the timeline shows: the present phase since when, those ahead with their times. A draft is nobody's business
 * once the day is open.
 */
export function stops(phase: Phase, since: string, times: readonly PhaseTime[]): Stop[] {
  const here = phases.indexOf(phase);
  return phases
    .filter((one) => one !== 'draft' || phase === 'draft')
    .map((one) => {
      const place = phases.indexOf(one);
      if (place < here) return { phase: one, startsAt: null, when: 'done' };
      if (place === here) return { phase: one, startsAt: since, when: 'now' };
      const time = times.find((time) => time.phase === one && !time.is_done);
      return { phase: one, startsAt: time?.starts_at ?? null, when: 'later' };
    });
}

/** The next phase that begins by itself. */
export function nextTime(phase: Phase, times: readonly PhaseTime[]): PhaseTime | undefined {
  return times.find((time) => !time.is_done && phases.indexOf(time.phase) > phases.indexOf(phase));
}

export const maySignUp = (phase: Phase): boolean => phase === 'published' || phase === 'forming';
export const mayWithdraw = (phase: Phase): boolean => maySignUp(phase) || phase === 'hacking';

type Colour = 'grey' | 'blue' | 'green' | 'purple' | 'red' | 'yellow';
export const colours: Record<Phase, Colour> = {
  draft: 'purple',
  published: 'blue',
  forming: 'blue',
  hacking: 'green',
  judging: 'yellow',
  frozen: 'yellow',
  revealed: 'green',
  closed: 'grey',
};
