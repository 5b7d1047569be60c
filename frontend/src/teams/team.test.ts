import { expect, it } from 'vitest';
import { asked, isNarrowed, lacking, spelt, timeIn } from './team';

it('reads the filters of the address and nothing else', () => {
  expect(asked(new URLSearchParams('q=owls&open=yes&x=1'))).toEqual({ q: 'owls', with_places: true });
  expect(isNarrowed(new URLSearchParams('open=no&site='))).toBe(false);
});

it('spells a code in two halves', () => {
  expect(spelt('K7RX4DPW')).toBe('K7RX-4DPW');
});

it('counts who is missing', () => {
  expect(lacking({ min_size: 3, members: [] })).toBe(3);
  expect(lacking({ min_size: 0, members: [] })).toBe(0);
});

it('tells the time of another zone, and nothing for an unknown one', () => {
  const noon = new Date('2027-03-10T12:00:00Z');
  expect(timeIn('Asia/Tokyo', noon, 'en-GB')).toBe('21:00');
  expect(timeIn('Mars/Base', noon)).toBeNull();
});
