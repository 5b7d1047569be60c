import { expect, it } from 'vitest';
import { clockTime, lengthOf, place, scale, timesOf } from './hours';

const frame = { starts_at: '2027-03-28T00:00:00Z', ends_at: '2027-03-28T23:00:00Z' };

it('places a span in its frame', () => {
  const whole = { starts_at: '2027-01-01T00:00:00Z', ends_at: '2027-01-02T00:00:00Z' };
  const span = { starts_at: '2027-01-01T06:00:00Z', ends_at: '2027-01-01T18:00:00Z' };
  expect(place(span, whole)).toEqual({ left: 25, width: 50 });
});

it('marks the clock, also on a day of 23 hours', () => {
  expect(scale(frame, 'Europe/London', 'en-GB').map(({ label }) => label)).toEqual([
    '00:00',
    '06:00',
    '12:00',
    '18:00',
  ]);
  expect(scale(frame, 'Europe/London', 'en-GB')[1]?.left).toBeCloseTo((5 / 23) * 100);
});

it('writes times on the clocks of a zone, and lengths in words', () => {
  const span = { starts_at: '2027-03-28T08:00:00Z', ends_at: '2027-03-28T16:00:00Z' };
  expect(timesOf(span, 'Asia/Kolkata', 'en-GB')).toBe('13:30 – 21:30');
  expect(clockTime('07:05', 'en-US')).toMatch(/^07:05\sAM$/);
  expect(lengthOf(90, 'en-GB')).toBe('1 hour 30 minutes');
  expect(lengthOf(300, 'en-GB')).toBe('5 hours');
});
