import { expect, it } from 'vitest';
import { clockTime, differs, moments } from './zones';

it('writes a moment as the clocks of a zone show it', () => {
  expect(clockTime('2027-03-10T23:30:00Z', 'Asia/Tokyo')).toBe('2027-03-11T08:30');
  expect(clockTime('2027-03-10T00:00:00Z', 'Europe/London')).toBe('2027-03-10T00:00');
});

it.each([
  ['2027-06-10T09:00', 'Europe/London', ['2027-06-10T08:00:00.000Z']],
  ['2027-06-10T09:00', 'Asia/Kolkata', ['2027-06-10T03:30:00.000Z']],
  ['2027-03-28T02:30', 'Europe/Berlin', []],
  ['2027-10-31T02:30', 'Europe/Berlin', ['2027-10-31T00:30:00.000Z', '2027-10-31T01:30:00.000Z']],
  ['', 'Europe/Berlin', []],
])('%s in %s', (local, zone, expected) => {
  expect(moments(local, zone)).toEqual(expected);
});

it('knows when the reader (Berlin, in tests) sees another time', () => {
  expect(differs('2027-06-10T09:00:00Z', 'Europe/Paris')).toBe(false);
  expect(differs('2027-06-10T09:00:00Z', 'Europe/London')).toBe(true);
});
