import { call, seekingListSeekers, type Seeker, type SeekingListSeekersData } from '../../lib/api/client';
import { Resource } from '../../lib/api/resource.svelte';
import { router } from '../../routes';

export const FILTERS = ['skill', 'site', 'language', 'time_zone'] as const;

/** Languages are compared in lower case and read with a capital. */
export const capital = (word: string): string => word.charAt(0).toLocaleUpperCase() + word.slice(1);

/** What the address asks of the list; anything else in it is ignored. */
export const asked = (search: URLSearchParams): NonNullable<SeekingListSeekersData['query']> =>
  Object.fromEntries(FILTERS.map((name) => [name, search.get(name) || undefined]));

/** The list of those who look for a team: its first page, and the pages that the reader asked for after it. */
export class SeekerPages {
  readonly first = new Resource(() => this.page());
  #more = $state.raw<Seeker[]>([]);
  #next = $state.raw<string | null>();
  loading = $state(false);

  constructor(readonly day: string) {}

  get seekers(): Seeker[] {
    return [...(this.first.data?.seekers ?? []), ...this.#more];
  }

  /** Where the next page begins; null when all are shown. */
  get next(): string | null {
    return this.#next === undefined ? (this.first.data?.next ?? null) : this.#next;
  }

  page(after?: string) {
    return call(seekingListSeekers({ path: { day: this.day }, query: { ...asked(router.search), after } }));
  }

  refresh = async (): Promise<void> => {
    await this.first.refresh();
    [this.#more, this.#next] = [[], undefined];
  };

  showMore = async (): Promise<void> => {
    if (!this.next || this.loading) return;
    this.loading = true;
    try {
      const { seekers, next } = await this.page(this.next);
      [this.#more, this.#next] = [[...this.#more, ...seekers], next];
    } finally {
      this.loading = false;
    }
  };
}
