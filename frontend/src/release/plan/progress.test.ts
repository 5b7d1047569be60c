import { expect, test } from 'vitest';
import { isDue, phaseKey, SPEAK_MS } from './progress';

test('a screen reader hears of the progress at once, then now and then', () => {
  expect(isDue(undefined, 5)).toBe(true);
  expect(isDue(5, 5 + SPEAK_MS - 1)).toBe(false);
  expect(isDue(5, 5 + SPEAK_MS)).toBe(true);
});

test('a phase without words of its own is planning', () => {
  expect(phaseKey('sites')).toBe('phase_sites');
  expect(phaseKey('dreaming')).toBe('phase_other');
  expect(phaseKey(undefined)).toBe('phase_other');
});
