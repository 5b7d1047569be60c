import { beforeAll, describe, expect, it, vi } from 'vitest';
import * as format from '../src/lib/i18n/format';

// vite.config.ts puts the reader in Berlin.
beforeAll(() => void vi.spyOn(navigator, 'languages', 'get').mockReturnValue(['en-GB', 'de']));

describe('times', () => {
  it('are the reader’s own, with the zone’s name where the day reads another clock', () => {
    expect(format.formatTime('2026-12-09T13:30:00Z', 'Europe/Amsterdam')).toBe('14:30');
    expect(format.formatTime('2026-12-09T13:30:00Z', 'Europe/London')).toBe('14:30 CET');
    expect(format.formatTime('2026-12-09T13:30:00Z')).toBe('14:30');
  });

  it('keep a calendar date as it is, wherever the reader is', () => {
    expect(format.formatDate('2026-12-09')).toMatch(/Wednesday.* 9 December 2026/);
    expect(format.formatDayRange('2026-12-09', '2026-12-10')).toMatch(/^9\s?–\s?10 December 2026$/);
    expect(format.formatDayRange('2026-12-09', '2026-12-09')).toBe('9 December 2026');
  });

  it('are told in words', () => {
    const now = Date.parse('2026-12-09T12:00:00Z');
    expect(format.formatRelative('2026-12-09T15:10:00Z', now)).toBe('in 3 hours');
    expect(format.formatRelative('2026-12-07T12:00:00Z', now)).toBe('2 days ago');
    expect(format.formatRelative('2026-12-09T12:00:00Z', now)).toBe('now');
  });
});

it('writes numbers as the reader does', () => {
  expect(format.formatNumber(12345)).toBe('12,345');
  expect(format.formatPercent(0.421)).toBe('42%');
});
