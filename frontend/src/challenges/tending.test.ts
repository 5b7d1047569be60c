import { expect, test } from 'vitest';
import { actions, states } from './tending';

test('only who approves can publish what is not public yet', () => {
  for (const state of ['draft', 'review', 'scheduled'] as const) {
    const made = (mayApprove: boolean) => actions(state, mayApprove).map((action) => states[action]);
    expect(made(false)).not.toContain('published');
    expect(made(true)).toContain('published');
  }
});

test('what is public is closed and reopened by whoever looks after it', () => {
  expect(actions('published', false)).toEqual(['close']);
  expect(actions('closed', false)).toEqual(['reopen']);
});
