import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { build, match } from '../src/lib/router/match';
import { Router, type Screen } from '../src/lib/router/router.svelte';

describe('match', () => {
  const patterns = ['/', '/days/:day/teams/:team', '/days/:day/teams/new', '/days/:day/:part/new'];

  it.each([
    ['/', '/', {}],
    ['/days/x/teams/new', '/days/:day/teams/new', { day: 'x' }],
    ['/days/x/teams/red%20fox/', '/days/:day/teams/:team', { day: 'x', team: 'red fox' }],
    ['/days/100%/teams/7', '/days/:day/teams/:team', { day: '100%', team: '7' }],
    ['/days/x/ideas/new', '/days/:day/:part/new', { day: 'x', part: 'ideas' }],
  ])('%s is %s', (path, pattern, params) => {
    expect(match(patterns, path)).toEqual({ pattern, params });
  });

  it('finds nothing for a wrong address', () => expect(match(patterns, '/days/x')).toBeNull());

  it('builds what it matches', () => {
    const path = build('/days/:day/teams/:team', { day: 'a/b', team: 'ü' });
    expect(match(patterns, path)?.params).toEqual({ day: 'a/b', team: 'ü' });
  });
});

describe('Router', () => {
  const [home, team, missing, failed] = ['home', 'team', 'missing', 'failed'].map(
    (name) => Object.assign(() => {}, { screen: name }) as unknown as Screen,
  ) as [Screen, Screen, Screen, Screen];
  let slow: (() => void) | undefined;
  const make = () =>
    new Router(
      {
        '/': async () => ({ default: home }),
        '/teams/:team': async () => ({ default: team }),
        '/slow': () => new Promise<{ default: Screen }>((done) => (slow = () => done({ default: home }))),
        '/gone': () => Promise.reject(new TypeError('Failed to fetch dynamically imported module')),
      },
      { missing, failed, ready: async () => {} },
    );
  let router: ReturnType<typeof make>;
  let stop: () => void;

  beforeEach(async () => {
    window.scrollTo = () => {};
    history.replaceState(null, '', '/');
    router = make();
    stop = router.start();
    await vi.waitFor(() => expect(router.view?.screen).toBe(home));
  });
  afterEach(() => {
    stop();
    document.body.replaceChildren();
  });

  const click = (html: string, init: MouseEventInit = {}): boolean => {
    document.body.innerHTML = html;
    const event = new MouseEvent('click', { bubbles: true, cancelable: true, ...init });
    document.querySelector('[data-hit]')!.dispatchEvent(event);
    return event.defaultPrevented;
  };

  it('follows a plain click on a link, also on something inside it', async () => {
    expect(click('<a href="/teams/red?tab=2"><b data-hit>Red</b></a>')).toBe(true);
    await vi.waitFor(() => expect(router.view?.params).toEqual({ team: 'red' }));
    expect(router.search.get('tab')).toBe('2');
  });

  it.each([
    ['a new tab', '<a data-hit href="/teams/red">', { ctrlKey: true }],
    ['a new tab on a Mac', '<a data-hit href="/teams/red">', { metaKey: true }],
    ['the middle button', '<a data-hit href="/teams/red">', { button: 1 }],
    ['a target', '<a data-hit href="/teams/red" target="_blank">', {}],
    ['a download', '<a data-hit href="/teams/red" download>', {}],
    ['the API', '<a data-hit href="/api/days/x/export">', {}],
    ['another site', '<a data-hit href="https://example.org/">', {}],
    ['a jump', '<a data-hit href="#main">', {}],
  ])('leaves %s to the browser', (_, html, init) => {
    window.addEventListener('click', (event) => event.preventDefault(), { once: true }); // jsdom cannot leave
    const go = vi.spyOn(router, 'go');
    click(html, init);
    expect(go).not.toHaveBeenCalled();
  });

  it('shows a way out when a screen does not load, and when there is none', async () => {
    await router.go('/gone');
    expect(router.view?.screen).toBe(failed);
    await router.go('/nowhere');
    expect(router.view?.screen).toBe(missing);
  });

  it('lets the last of two overlapping navigations win', async () => {
    const first = router.go('/slow');
    await router.navigate('/teams/:team', { team: 'red' });
    slow?.();
    await first;
    expect(router.view?.screen).toBe(team);
  });

  it('changes the query in place', () => {
    const before = history.length;
    router.setSearch({ q: 'rota', page: 2 });
    router.setSearch({ page: null });
    expect(location.search).toBe('?q=rota');
    expect(router.search.get('q')).toBe('rota');
    expect(history.length).toBe(before);
  });
});
