import {
  call,
  ProblemError,
  questionsListCanned,
  questionsListQueue,
  type CannedAnswer,
  type Question,
} from '../../lib/api/client';
import { Resource } from '../../lib/api/resource.svelte';

export const parts = ['waiting', 'answered', 'canned'] as const;
export type Part = (typeof parts)[number];
/** Which part of the screen the address names. */
export const partBy = (search: URLSearchParams): Part =>
  parts.find((part) => part === search.get('show')) ?? 'waiting';

/** The questions of one part, page by page; the waiting ones are read again in whole after each answer. */
export class Queue {
  readonly first: Resource<Awaited<ReturnType<Queue['page']>>>;
  #more = $state.raw<Question[]>([]);
  #next = $state.raw<string | null>();
  loading = $state(false);

  constructor(
    readonly day: string,
    readonly shown: () => 'waiting' | 'answered',
  ) {
    this.first = new Resource(() => this.page());
  }

  get questions(): Question[] {
    return [...(this.first.data?.questions ?? []), ...this.#more];
  }

  get next(): string | null {
    return this.#next === undefined ? (this.first.data?.next ?? null) : this.#next;
  }

  page(after?: string) {
    return call(questionsListQueue({ path: { day: this.day }, query: { shown: this.shown(), after } }));
  }

  refresh = async (): Promise<void> => {
    await this.first.refresh();
    [this.#more, this.#next] = [[], undefined];
  };

  showMore = async (): Promise<void> => {
    if (!this.next || this.loading) return;
    this.loading = true;
    try {
      const { questions, next } = await this.page(this.next);
      [this.#more, this.#next] = [[...this.#more, ...questions], next];
    } finally {
      this.loading = false;
    }
  };
}

/** The answers kept ready, or null for somebody who answers for no challenge of the day. */
export async function readCanned(day: string): Promise<{ kept: CannedAnswer[] | null }> {
  try {
    return { kept: await call(questionsListCanned({ path: { day } })) };
  } catch (error) {
    if (error instanceof ProblemError && error.code === 'not_an_answerer') return { kept: null };
    throw error;
  }
}
