import { describe, expect, it } from 'vitest';
import type { OpenShift, RosteredShift } from '../../lib/api/client';
import { myShifts } from './shifts';

const at = (day: number): RosteredShift => ({
  site: 'Leeds',
  time_zone: 'Europe/London',
  role: 'desk',
  starts_at: `2027-03-${String(day).padStart(2, '0')}T06:00:00Z`,
  ends_at: `2027-03-${String(day).padStart(2, '0')}T14:00:00Z`,
});
const opening = (day: number, more: Partial<OpenShift>): OpenShift => ({
  ...at(day),
  id: `${day}`,
  state: 'confirmed',
  giver: 'ada',
  giver_name: 'Ada',
  asked_name: null,
  taker: 'eve',
  taker_name: 'Eve',
  opened_by_name: null,
  confirmed_by_name: null,
  in_return: null,
  ...more,
});
const notes = (state: string, given: OpenShift[], taken: OpenShift[], me = 'ada'): string[] =>
  myShifts({ state, shifts: [at(10)] }, { given, taken }, me).map(
    ({ note, isOff }) => `${note}${isOff ? ' x' : ''}`,
  );

describe('my shifts', () => {
  it('say to whom they went', () => {
    expect(notes('wanted', [opening(10, {})], [])).toEqual(['Given to Eve x']);
    expect(notes('wanted', [opening(10, { state: 'taken' })], [])).toEqual([
      'Eve takes it; not confirmed yet',
    ]);
    expect(notes('wanted', [opening(10, { state: 'withdrawn' })], [])).toEqual(['On the rota']);
    expect(notes('released', [], [])).toEqual(['You are off x']);
  });
  it('are not those that I opened for somebody else', () => {
    expect(notes('wanted', [opening(10, { giver: 'bo' })], [])).toEqual(['On the rota']);
  });
  it('have those of others among them, and both sides of a swap', () => {
    const taken = opening(9, { giver: 'bo', giver_name: 'Bo', taker: 'ada' });
    expect(notes('wanted', [], [taken])).toEqual(['Taken over from Bo', 'On the rota']);
    expect(notes('wanted', [], [{ ...taken, in_return: at(10) }])).toEqual([
      'Taken over from Bo',
      'Given to Bo x',
    ]);
    expect(notes('wanted', [opening(10, { in_return: at(12) })], [])).toEqual([
      'Given to Eve x',
      'Taken over from Eve',
    ]);
  });
});
