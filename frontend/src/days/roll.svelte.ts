import { call, daysListSignUps, type SignUpCard, type SignUpState } from '../lib/api/client';
import { Resource } from '../lib/api/resource.svelte';

const PAGE = 50;
const PAUSE_MS = 250;

/** Who signed up, as far as it has been asked for, under a filter. */
export class Roll {
  search = $state('');
  state = $state<SignUpState | ''>('');
  site = $state('');
  readonly first: Resource<Awaited<ReturnType<Roll['page']>>>;
  #more = $state.raw<SignUpCard[]>([]);
  #next = $state.raw<string | null>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(readonly day: string) {
    this.first = new Resource(() => this.page()).load();
  }

  get cards(): SignUpCard[] {
    return [...(this.first.data?.sign_ups ?? []), ...this.#more];
  }

  get hasMore(): boolean {
    return (this.#next === undefined ? this.first.data?.next : this.#next) != null;
  }

  page(after?: string) {
    const { search, site } = this;
    const query = { search, site, state: this.state || null, after, limit: PAGE };
    return call(daysListSignUps({ path: { day: this.day }, query }));
  }

  /** After a change of the filter; waits until somebody has finished typing. */
  filter = (): void => {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#more = [];
      this.#next = undefined;
      void this.first.refresh();
    }, PAUSE_MS);
  };

  showMore = async (): Promise<void> => {
    const page = await this.page(this.cards.at(-1)?.id);
    this.#more = [...this.#more, ...page.sign_ups];
    this.#next = page.next;
  };
}
