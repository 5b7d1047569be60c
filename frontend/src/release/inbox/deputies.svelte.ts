import {
  call,
  releaseEndDeputyship,
  releaseListDeputies,
  releaseNameDeputy,
  releaseSearchNominees,
  type DeputyDraft,
  type Nominee,
} from '../../lib/api/client';
import { Resource } from '../../lib/api/resource.svelte';

const PAUSE_MS = 250;

/** A date as a date field has it, by the reader's own calendar. */
export function isoDay(at = new Date()): string {
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/** Who acts for whom, and who could be named. */
export class Deputies {
  readonly list = new Resource(() => call(releaseListDeputies({ path: { day: this.day } })));
  readonly found = new Resource<Nominee[]>(async () =>
    this.#search.length < 2
      ? []
      : call(releaseSearchNominees({ path: { day: this.day }, query: { search: this.#search } })),
  );
  #search = '';
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(readonly day: string) {}

  /** Searches once the typing pauses. */
  look(search: string): void {
    this.#search = search.trim();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.found.refresh(), PAUSE_MS);
  }

  async name(body: DeputyDraft): Promise<void> {
    this.list.set(await call(releaseNameDeputy({ path: { day: this.day }, body })));
  }

  async end(deputy: string): Promise<void> {
    this.list.set(await call(releaseEndDeputyship({ path: { day: this.day, deputy } })));
  }
}
