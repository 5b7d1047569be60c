import type { Component } from 'svelte';
import { build, match, type ParamNames, type Params } from './match';

// A screen declares its own parameters as props ({ day: string }), which only `any` lets differ from screen to screen.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Screen = Component<any>;
export type Lazy = () => Promise<{ default: Screen }>;
export type Routes = Record<string, Lazy>;

type Search = Record<string, string | number | null | undefined>;
type Where<P extends string> = [ParamNames<P>] extends [never]
  ? [pattern: P, params?: undefined, search?: Search]
  : [pattern: P, params: Params<P>, search?: Search];
export type View<P extends string> = {
  screen: Screen;
  pattern: P | null;
  params: Record<string, string>;
  path: string;
};
type Options = { missing: Screen; failed: Screen; ready: () => Promise<unknown> };

const query = (search: Search = {}): string => {
  const set = Object.entries(search).filter(([, value]) => value != null && value !== '');
  return set.length ? `?${new URLSearchParams(set.map(([name, value]) => [name, String(value)]))}` : '';
};

/** Which screen stands at the present address. One for the whole page; src/routes.ts makes it. */
export class Router<P extends string> {
  /** What is shown; undefined until the first screen has loaded. */
  view = $state.raw<View<P>>();
  /** A screen is being loaded. */
  loading = $state(false);
  #search = $state.raw(new URLSearchParams(location.search));
  #latest = 0;

  constructor(
    readonly routes: Record<P, Lazy>,
    readonly options: Options,
  ) {}

  /** The reactive query of the address. */
  get search(): URLSearchParams {
    return this.#search;
  }

  /** An address inside the product: `p('/days/:day/teams', { day })`. */
  p = <Q extends P>(...[pattern, params, search]: Where<Q>): string => build(pattern, params) + query(search);

  navigate = <Q extends P>(...where: Where<Q>): Promise<void> => this.go(this.p(...where));

  /** Changes the query in place (filters, search): the screen stays, nothing is added to the history. */
  setSearch = (search: Search): void => {
    const next = query({ ...Object.fromEntries(this.#search), ...search });
    history.replaceState(history.state, '', location.pathname + next + location.hash);
    this.#search = new URLSearchParams(next);
  };

  /** Goes to an address inside the product, as a link would. */
  async go(href: string, how: 'push' | 'replace' = 'push'): Promise<void> {
    if (how === 'push') history.pushState(null, '', href);
    else history.replaceState(null, '', href);
    await this.show();
    window.scrollTo(0, 0);
  }

  /** Loads and shows the screen of the present address; of overlapping calls only the last one counts. */
  async show(): Promise<void> {
    const mine = ++this.#latest;
    const path = location.pathname;
    const found = match(Object.keys(this.routes) as P[], path);
    this.loading = true;
    const screen = found ? await this.#load(this.routes[found.pattern]) : this.options.missing;
    await this.options.ready();
    if (mine !== this.#latest) return;
    this.loading = false;
    this.#search = new URLSearchParams(location.search);
    this.view = { screen, pattern: found?.pattern ?? null, params: found?.params ?? {}, path };
  }

  async #load(lazy: Lazy): Promise<Screen> {
    try {
      return (await lazy()).default;
    } catch {
      return this.options.failed; // no network, or a new version has replaced the chunk
    }
  }

  /** Follows links and the back button; returns the way to stop. */
  start(): () => void {
    const onclick = (event: MouseEvent): void => {
      const link = (event.target as Element | null)?.closest?.('a');
      if (!link || !ours(event, link)) return;
      event.preventDefault();
      void this.go(link.href);
    };
    const onpopstate = (): void => {
      if (location.pathname === this.view?.path) this.#search = new URLSearchParams(location.search);
      else void this.show();
    };
    document.addEventListener('click', onclick);
    window.addEventListener('popstate', onpopstate);
    void this.show();
    return () => {
      document.removeEventListener('click', onclick);
      window.removeEventListener('popstate', onpopstate);
    };
  }
}

/** A plain click on a link to a screen. New tabs, downloads, /api and jumps inside the page are the browser's. */
function ours(event: MouseEvent, link: HTMLAnchorElement): boolean {
  if (event.defaultPrevented || event.button !== 0) return false;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return false;
  if (link.target || link.hasAttribute('download') || !link.href) return false;
  const url = new URL(link.href);
  if (url.origin !== location.origin || url.pathname.startsWith('/api')) return false;
  return !(url.hash && url.pathname === location.pathname && url.search === location.search);
}
