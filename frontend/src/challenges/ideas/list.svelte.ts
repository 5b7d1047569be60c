import { call, ideasListIdeas, type Idea } from '../../lib/api/client';
import { Resource } from '../../lib/api/resource.svelte';
import { router } from '../../routes';
import { asked } from './ideas';

/** The list of ideas: its first page as the address asks for it, and the pages that the reader asked for after it. */
export class IdeaPages {
  readonly first: Resource<Awaited<ReturnType<IdeaPages['page']>>>;
  #more = $state.raw<Idea[]>([]);
  #next = $state.raw<string | null>();
  loading = $state(false);

  constructor(readonly day: string) {
    this.first = new Resource(() => this.page());
  }

  get ideas(): Idea[] {
    return [...(this.first.data?.ideas ?? []), ...this.#more];
  }

  /** Where the next page begins; null when all are shown. */
  get next(): string | null {
    return this.#next === undefined ? (this.first.data?.next ?? null) : this.#next;
  }

  page(after?: string) {
    return call(ideasListIdeas({ path: { day: this.day }, query: { ...asked(router.search), after } }));
  }

  refresh = async (): Promise<void> => {
    await this.first.refresh();
    [this.#more, this.#next] = [[], undefined];
  };

  showMore = async (): Promise<void> => {
    if (!this.next || this.loading) return;
    this.loading = true;
    try {
      const { ideas, next } = await this.page(this.next);
      [this.#more, this.#next] = [[...this.#more, ...ideas], next];
    } finally {
      this.loading = false;
    }
  };

  /** Shows an idea as an answer has brought it, where it stands. */
  put = (idea: Idea): void => {
    const swap = (ideas: Idea[]): Idea[] =>
      ideas.map((old) => (old.id === idea.id ? { ...idea, body: old.body } : old));
    if (this.first.data) this.first.set({ ...this.first.data, ideas: swap(this.first.data.ideas) });
    this.#more = swap(this.#more);
  };
}
