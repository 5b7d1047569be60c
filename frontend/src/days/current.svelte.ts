import { createContext } from 'svelte';
import { call, daysGetDay, type DayPage, type Phase } from '../lib/api/client';
import { Resource } from '../lib/api/resource.svelte';
import type { Role } from './nav';

export type { Phase };
export type DayEntry = DayPage;

const EVERY_MS = 60_000; // the phase may move by the clock or by an organiser

/** The day in the address and what the reader is on it: `const day = getDay()`, then `day.zone`, `day.is('judge')`. */
export class CurrentDay {
  #entry = $state.raw<Resource<DayPage>>();
  #slug = '';
  /** How far the server's clock is ahead of this one, in milliseconds. */
  #ahead = $state(0);

  /** For `<Loaded>`; undefined outside a day. */
  get resource(): Resource<DayPage> | undefined {
    return this.#entry;
  }

  /** Null until it is known. */
  get entry(): DayPage | null {
    return this.#entry?.data ?? null;
  }

  get phase(): Phase | null {
    return this.entry?.day.phase ?? null;
  }

  /** The IANA zone for formatTime() and its friends. */
  get zone(): string | undefined {
    return this.entry?.day.time_zone;
  }

  /** The server's time, for countdowns. */
  now = (): number => Date.now() + this.#ahead;

  is(role: Role): boolean {
    return this.entry?.roles.some((own) => own === role) ?? false;
  }

  /** Reads the day of the address, if it is another one than before. */
  enter(slug: string | undefined): void {
    if (slug === this.#slug) return;
    this.#slug = slug ?? '';
    this.#entry = slug ? new Resource(() => this.#read(slug)).load() : undefined;
  }

  /** Reads again: after a move of phase, a new role. */
  refresh = async (): Promise<void> => this.#entry?.refresh();

  /** Puts the page in place that a change has answered with. */
  set = (page: DayPage): void => this.#entry?.set(page);

  /** Looks each minute, and when the page is seen again, whether the day has moved on. Returns the way to stop. */
  watch(): () => void {
    const look = (): void => {
      if (document.visibilityState === 'visible' && this.entry) void this.refresh();
    };
    const timer = setInterval(look, EVERY_MS);
    document.addEventListener('visibilitychange', look);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }

  async #read(slug: string): Promise<DayPage> {
    const page = await call(daysGetDay({ path: { day: slug } }));
    this.#ahead = Date.parse(page.now) - Date.now();
    return page;
  }
}

export const [getDay, setDay] = createContext<CurrentDay>();
