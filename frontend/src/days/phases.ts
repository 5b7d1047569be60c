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

/** What the timeline shows; a draft is nobody's business once the day is open. */
export function stops(phase: Phase, times: readonly PhaseTime[]): Stop[] {
  const here = phases.indexOf(phase);
  return phases
    .filter((one) => one !== 'draft' || phase === 'draft')
    .map((one) => {
      const place = phases.indexOf(one);
      return {
        phase: one,
        startsAt: times.find((time) => time.phase === one)?.starts_at ?? null,
        when: place < here ? 'done' : place === here ? 'now' : 'later',
      };
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
