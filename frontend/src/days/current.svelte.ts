import { createContext } from 'svelte';
import { call } from '../lib/api/client';
import { client } from '../lib/api/gen/client.gen';
import { Resource } from '../lib/api/resource.svelte';
import type { Role } from './nav';

export type Phase =
  'draft' | 'published' | 'forming' | 'hacking' | 'judging' | 'frozen' | 'revealed' | 'closed';
export type DayEntry = {
  day: { slug: string; name: string; time_zone: string; phase: Phase; starts_on: string; ends_on: string };
  roles: Role[];
};

const read = (day: string): Promise<DayEntry> =>
  call(client.get<{ 200: DayEntry }, unknown>({ url: '/api/days/{day}', path: { day } }));

/** The day in the address and what the reader is on it: `const day = getDay()`, then `day.zone`, `day.is('judge')`. */
export class CurrentDay {
  #entry = $state.raw<Resource<DayEntry>>();
  #slug = '';

  /** Null until it is known. */
  get entry(): DayEntry | null {
    return this.#entry?.data ?? null;
  }

  get phase(): Phase | null {
    return this.entry?.day.phase ?? null;
  }

  /** The IANA zone for formatTime() and its friends. */
  get zone(): string | undefined {
    return this.entry?.day.time_zone;
  }

  is(role: Role): boolean {
    return this.entry?.roles.includes(role) ?? false;
  }

  /** Reads the day of the address, if it is another one than before. */
  enter(slug: string | undefined): void {
    if (slug === this.#slug) return;
    this.#slug = slug ?? '';
    this.#entry = slug ? new Resource(() => read(slug)).load() : undefined;
  }

  /** Reads again: after a move of phase, a new role. */
  refresh = async (): Promise<void> => this.#entry?.refresh();
}

export const [getDay, setDay] = createContext<CurrentDay>();
