import type { Phase, SignUpState } from '../lib/api/client';
import type { Role } from './nav';
import { maySignUp } from './phases';

export type Step = {
  name:
    | 'sign_up'
    | 'read'
    | 'team'
    | 'build'
    | 'board'
    | 'results'
    | 'judge'
    | 'plan'
    | 'decide'
    | 'brief'
    | 'prepare'
    | 'rubric'
    | 'progress'
    | 'stage';
  /** Behind the day's own address. */
  path: string;
};

const duties: { step: Step; for: Role; in: readonly Phase[] }[] = [
  { step: { name: 'judge', path: '/judging' }, for: 'judge', in: ['judging', 'frozen'] },
  { step: { name: 'prepare', path: '/settings/phases' }, for: 'organiser', in: ['draft'] },
  { step: { name: 'rubric', path: '/judging/setup' }, for: 'organiser', in: ['hacking'] },
  { step: { name: 'progress', path: '/judging' }, for: 'organiser', in: ['judging', 'frozen'] },
  { step: { name: 'stage', path: '/board/stage' }, for: 'organiser', in: ['frozen', 'revealed'] },
  { step: { name: 'brief', path: '/challenges' }, for: 'sponsor', in: ['draft', 'published'] },
  { step: { name: 'plan', path: '/release' }, for: 'planner', in: ['published', 'forming'] },
  { step: { name: 'decide', path: '/release' }, for: 'manager', in: ['published', 'forming'] },
];

/** What somebody can do now, what others wait for first. */
export function steps(phase: Phase, roles: readonly Role[], signUp: SignUpState | null): Step[] {
  const own = duties
    .filter((duty) => duty.in.includes(phase) && roles.includes(duty.for))
    .map((duty) => duty.step);
  return [...own, ...taking(phase, signUp === 'wanted' || signUp === 'released')];
}

/** What somebody can do who takes part, or might. */
function taking(phase: Phase, takesPart: boolean): Step[] {
  const read: Step = { name: 'read', path: '/challenges' };
  if (maySignUp(phase)) {
    if (!takesPart) return [{ name: 'sign_up', path: '#sign-up' }, read];
    return phase === 'forming' ? [{ name: 'team', path: '/team' }, read] : [read];
  }
  if (phase === 'hacking') return takesPart ? [{ name: 'build', path: '/project' }] : [read];
  if (phase === 'judging' || phase === 'frozen') return [{ name: 'board', path: '/board' }];
  return phase === 'draft' ? [] : [{ name: 'results', path: '/board' }];
}
