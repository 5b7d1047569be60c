import {
  call,
  releaseGetPlan,
  releaseListEntries,
  releaseListMoves,
  releaseListPlans,
  releasePublishPlan,
  releaseStartPlan,
  type Entry,
  type PlanDetail,
} from '../../lib/api/client';
import { Resource } from '../../lib/api/resource.svelte';

const POLL_MS = 1000;
const REFRESH_MS = 15_000;
const PAGE = 20;

/** The runs of the planner; one that goes on is asked after every second. */
export class Planner {
  readonly plans = new Resource(() => call(releaseListPlans({ path: { day: this.day } })));
  /** The newest run that has ended well. */
  readonly detail = $derived.by(() => {
    const id = this.latest?.id;
    return id
      ? new Resource<PlanDetail>(() => call(releaseGetPlan({ path: { day: this.day, plan: id } })))
      : undefined;
  });

  constructor(readonly day: string) {}

  get running(): boolean {
    return this.plans.data?.[0]?.state === 'running';
  }

  get latest() {
    return this.plans.data?.find(({ state }) => state === 'ready' || state === 'published');
  }

  run = async (): Promise<void> => {
    try {
      await call(releaseStartPlan({ path: { day: this.day }, body: {} }));
    } finally {
      await this.plans.refresh();
    }
  };

  publish = async (): Promise<void> => {
    const plan = this.latest?.id;
    if (plan) await call(releasePublishPlan({ path: { day: this.day, plan } }));
    await this.plans.refresh();
  };

  /** Keeps asking while a run goes on, and now and then what managers' answers did; returns the way to stop. */
  follow = (): (() => void) => {
    const timer = setInterval(() => {
      if (this.running) void this.plans.refresh();
    }, POLL_MS);
    const slow = setInterval(() => {
      if (!document.hidden) void this.detail?.refresh();
    }, REFRESH_MS);
    return () => {
      clearInterval(timer);
      clearInterval(slow);
    };
  };

  moves = (plan: string) =>
    new Resource(() => call(releaseListMoves({ path: { day: this.day, plan } }))).load();
}

export type Filter = { q: string; goes: 'all' | 'goes' | 'stays'; site: string };

/** Who goes and who stays in one plan, page by page. */
export class Entries {
  list = $state.raw<Entry[]>([]);
  more = $state(false);
  error = $state.raw<unknown>();
  #after: string | null = null;
  #latest = 0;

  constructor(
    readonly day: string,
    readonly plan: string,
  ) {}

  /** Begins anew with a filter. */
  search = (filter: Filter): Promise<void> => this.#read(filter, null);
  next = (filter: Filter): Promise<void> => this.#read(filter, this.#after);

  async #read({ q, goes, site }: Filter, after: string | null): Promise<void> {
    const mine = ++this.#latest;
    try {
      const query = {
        q,
        goes: goes === 'all' ? undefined : goes === 'goes',
        site: site || undefined,
        after: after ?? undefined,
        limit: PAGE,
      };
      const page = await call(releaseListEntries({ path: { day: this.day, plan: this.plan }, query }));
      if (mine !== this.#latest) return;
      this.list = after ? [...this.list, ...page.entries] : page.entries;
      this.#after = page.after;
      this.more = page.after !== null;
      this.error = undefined;
    } catch (error) {
      if (mine === this.#latest) this.error = error;
    }
  }
}
