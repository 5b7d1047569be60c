import { expect, it } from 'vitest';
import type { PhaseTime } from '../lib/api/client';
import { nextTime, stops } from './phases';
import { steps } from './steps';

const names = (...given: Parameters<typeof steps>): string[] => steps(...given).map((step) => step.name);

it('asks whoever has not signed up to do so, as long as it is possible', () => {
  expect(names('published', [], null)).toEqual(['sign_up', 'read']);
  expect(names('forming', [], 'withdrawn')).toEqual(['sign_up', 'read']);
  expect(names('hacking', [], null)).toEqual(['read']);
});

it('leads those who take part through the day', () => {
  expect(names('published', [], 'wanted')).toEqual(['read']);
  expect(names('forming', [], 'released')).toEqual(['team', 'read']);
  expect(names('hacking', [], 'released')).toEqual(['build']);
  expect(names('judging', [], 'released')).toEqual(['board']);
  expect(names('revealed', [], 'released')).toEqual(['results']);
});

it('puts what others wait for first', () => {
  expect(names('judging', ['judge'], 'wanted')).toEqual(['judge', 'board']);
  expect(names('forming', ['manager', 'planner'], 'wanted')).toEqual(['plan', 'decide', 'team', 'read']);
  expect(names('draft', ['organiser', 'planner'], null)).toEqual(['prepare']);
  expect(names('hacking', ['organiser'], null)).toEqual(['rubric', 'read']);
  expect(names('frozen', ['organiser'], null)).toEqual(['progress', 'stage', 'board']);
});

const times: PhaseTime[] = [
  { phase: 'forming', starts_at: '2027-03-01T09:00:00Z', is_done: true },
  { phase: 'hacking', starts_at: '2027-03-10T09:00:00Z', is_done: false },
];

it('shows where the day is, and which phase begins next by itself', () => {
  const shown = stops('forming', '2027-03-01T09:30:00Z', times);
  expect(shown.map((stop) => stop.phase)).not.toContain('draft');
  expect(shown.slice(0, 3).map((stop) => stop.when)).toEqual(['done', 'now', 'later']);
  expect(shown[1]?.startsAt).toBe('2027-03-01T09:30:00Z');
  expect(shown[2]).toEqual({ phase: 'hacking', startsAt: '2027-03-10T09:00:00Z', when: 'later' });
  expect(nextTime('forming', times)?.phase).toBe('hacking');
  expect(nextTime('judging', times)).toBeUndefined();
});
