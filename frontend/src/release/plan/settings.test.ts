import { expect, test } from 'vitest';
import { settingsChange, type Values } from './settings';

const before = {
  site_floor: 0,
  rest_hours: 11,
  week_hours: 48,
  answers_by: '2027-03-03T00:00:00Z',
  step_back_until: '2027-03-08T00:00:00Z',
  answers_by_set: false,
  step_back_until_set: true,
};
const shown = { answers_by: '', step_back_until: '2027-03-08T00:00' };
const values = (changed: Partial<Values> = {}): Values => ({
  site_floor: 10,
  rest_hours: 11,
  week_hours: 48,
  answers_by: { told: '', choice: '' },
  step_back_until: { told: shown.step_back_until, choice: '' },
  ...changed,
});

test('an empty deadline is the default, one that was not touched stays, one that was is in the zone of the day', () => {
  const { change } = settingsChange(values(), before, shown, 'Europe/London');
  expect(change).toMatchObject({ site_floor: 10, answers_by: null, step_back_until: '2027-03-08T00:00:00Z' });
  const typed = values({ answers_by: { told: '2027-07-01T12:00', choice: '' } });
  expect(settingsChange(typed, before, shown, 'Europe/Berlin').change?.answers_by).toBe(
    '2027-07-01T10:00:00.000Z',
  );
});

test('a time that comes twice is the one chosen; one that never comes is refused', () => {
  const twice = values({ answers_by: { told: '2027-10-31T02:30', choice: '2027-10-31T01:30:00.000Z' } });
  expect(settingsChange(twice, before, shown, 'Europe/Berlin').change?.answers_by).toBe(
    '2027-10-31T01:30:00.000Z',
  );
  const never = values({ answers_by: { told: '2027-03-28T02:30', choice: '' } });
  expect(settingsChange(never, before, shown, 'Europe/Berlin').faults).toEqual({
    answers_by: { key: 'no_such_time' },
  });
});

test('numbers out of their range are refused', () => {
  const wrong = values({ site_floor: 101, rest_hours: '', week_hours: 1.5 });
  const { change, faults } = settingsChange(wrong, before, shown, 'Europe/Berlin');
  expect(change).toBeUndefined();
  expect(Object.keys(faults)).toEqual(['site_floor', 'rest_hours', 'week_hours']);
});
