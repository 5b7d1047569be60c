import { describe, expect, it } from 'vitest';
import { phases } from '../days/phases';
import { partOf, partsFor, standing } from './parts';
import { percent, share } from './plan/progress';
import { commonSite, coverLevel, isOwn, roleNames, shiftTimes, whySentence } from './shift';

const night = { starts_at: '2027-03-10T13:00:00Z', ends_at: '2027-03-10T21:00:00Z', time_zone: 'Asia/Tokyo' };

describe('a shift', () => {
  it('is read by the clocks of its site', () => {
    expect(shiftTimes(night, 'en-GB')).toBe('Wed 10 Mar, 22:00\u2060–\u206006:00');
    expect(shiftTimes({ ...night, time_zone: 'Europe/London' }, 'en-GB')).toBe(
      'Wed 10 Mar, 13:00\u2060–\u206021:00',
    );
  });

  it('names roles as people say them', () => {
    expect(roleNames(['service-desk', 'network-operations'])).toBe('service desk or network operations');
  });

  it('tells whether its cover holds', () => {
    expect(coverLevel({ after: 2, minimum: null })).toBe('none');
    expect(coverLevel({ after: 1, minimum: 2 })).toBe('short');
    expect(coverLevel({ after: 2, minimum: 2 })).toBe('tight');
    expect(coverLevel({ after: 3, minimum: 2 })).toBe('ample');
  });

  it('is one of their own, or one where they step in', () => {
    const own = { ...night, site: 'Tokyo', role: 'desk' };
    const missed = { ...night, site: 'Tokyo', roles: ['desk'], minimum: 2, staying: 1 };
    expect(isOwn({ ...missed, starts_at: '2027-03-10T22:00:00+09:00' }, [own])).toBe(true);
    expect(isOwn(missed, [{ ...own, site: 'Leeds' }])).toBe(false);
    expect(isOwn(missed, [{ ...own, ends_at: '2027-03-10T20:00:00Z' }])).toBe(false);
    expect(isOwn(missed, [])).toBe(false);
  });

  it('has a site of its own only where they differ', () => {
    expect(commonSite([{ site: 'Leeds' }, { site: 'Leeds' }])).toBe('Leeds');
    expect(commonSite([{ site: 'Leeds' }, { site: 'Dublin' }])).toBeNull();
    expect(commonSite([])).toBeNull();
  });
});

describe('why somebody stays', () => {
  it('names the team, or speaks of a group without one', () => {
    const why = { reason: 'team_below_minimum', blocks: [] } as const;
    expect(whySentence({ ...why, blocks: [], team: 'Copper Falcons' })).toContain('Copper Falcons');
    expect(whySentence({ ...why, blocks: [], team: null })).toContain('group');
  });
});

describe('progress', () => {
  it('is the best against the bound', () => {
    const progress = { phase: 'sites', best: 50, bound: 100, gap: 0.5, seconds: 1 };
    expect(share({ progress })).toBe(0.5);
    expect(share({ progress: { ...progress, bound: 0 } })).toBeUndefined();
    expect(share({ progress: null })).toBeUndefined();
  });

  it('says small gaps finely', () => {
    expect(percent(0.0004, 'en')).toBe('0.04%');
    expect(percent(0.123, 'en')).toBe('12.3%');
    expect(percent(0, 'en')).toBe('0%');
  });
});

describe('the parts of the page', () => {
  it('show the first task first, and only what one may see', () => {
    expect(partsFor(true, true)).toEqual(['plan', 'people', 'cover', 'rota', 'mine', 'shifts']);
    expect(partOf(undefined, partsFor(true, false))).toBe('people');
    expect(partOf('plan', partsFor(false, false))).toBe('mine');
  });
});

describe('the phase of the day', () => {
  it('decides whether releases can be decided', () => {
    expect(phases.map(standing)).toEqual(['early', 'open', 'open', 'open', 'over', 'over', 'over', 'over']);
    expect(standing(null)).toBe('early');
  });
});
