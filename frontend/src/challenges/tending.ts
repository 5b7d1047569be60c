import type { ChallengeState, StateChange } from '../lib/api/client';

/** What each action makes of a challenge. */
export const states = {
  send_review: 'review',
  take_back: 'draft',
  send_back: 'draft',
  unschedule: 'draft',
  approve: 'published',
  publish: 'published',
  publish_now: 'published',
  schedule: 'scheduled',
  close: 'closed',
  reopen: 'published',
} as const satisfies Record<string, StateChange['state']>;
export type Action = keyof typeof states;

/** What can be done in a state, the usual step first. */
export function actions(state: ChallengeState, mayApprove: boolean): Action[] {
  switch (state) {
    case 'draft':
      return mayApprove ? ['publish', 'schedule'] : ['send_review'];
    case 'review':
      return mayApprove ? ['approve', 'schedule', 'send_back'] : ['take_back'];
    case 'scheduled':
      return mayApprove ? ['publish_now', 'schedule', 'unschedule'] : ['unschedule'];
    case 'published':
      return ['close'];
    case 'closed':
      return ['reopen'];
  }
}
