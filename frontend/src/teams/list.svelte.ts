import { call, teamsListTeams, type TeamTile } from '../lib/api/client';
import { Resource } from '../lib/api/resource.svelte';
import { router } from '../routes';
import { asked } from './team';

/** The list of teams: its first page as the address asks for it, and the pages that the reader asked for after it. */
export class TeamList {
  readonly first: Resource<Awaited<ReturnType<TeamList['page']>>>;
  #more = $state.raw<TeamTile[]>([]);
  #next = $state.raw<string | null>();
  loading = $state(false);

  constructor(readonly day: string) {
    this.first = new Resource(() => this.page());
  }

  get teams(): TeamTile[] {
    return [...(this.first.data?.teams ?? []), ...this.#more];
  }

  /** Where the next page begins; null when all are shown. */
  get next(): string | null {
    return this.#next === undefined ? (this.first.data?.next ?? null) : this.#next;
  }

  page(after?: string) {
    return call(teamsListTeams({ path: { day: this.day }, query: { ...asked(router.search), after } }));
  }

  refresh = async (): Promise<void> => {
    await this.first.refresh();
    [this.#more, this.#next] = [[], undefined];
  };

  showMore = async (): Promise<void> => {
    if (!this.next || this.loading) return;
    this.loading = true;
    try {
      const { teams, next } = await this.page(this.next);
      [this.#more, this.#next] = [[...this.#more, ...teams], next];
    } finally {
      this.loading = false;
    }
  };
}
