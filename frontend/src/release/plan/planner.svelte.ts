import {
  call,
  releaseGetMySites,
  releaseGetPlan,
  releaseListEntries,
  releaseListMoves,
  releaseListPlans,
  releasePublishPlan,
  releaseStartPlan,
  releaseStopPlan,
  type Entry,
  type PlanDetail,
  type PlanSummary,
} from '../../lib/api/client';
import { Resource } from '../../lib/api/resource.svelte';
import { connect, liveUrl, type LinkState } from '../../lib/live/socket';

const POLL_MS = 2000;
const REFRESH_MS = 15_000;
const PAGE = 20;

/** The runs of the planner; one that goes on streams its progress, and is asked after where no stream comes through. */
export class Planner {
  link = $state<LinkState>('connecting');
  readonly mySites = new Resource(() => call(releaseGetMySites({ path: { day: this.day } })));
  readonly plans = new Resource(() => call(releaseListPlans({ path: { day: this.day } })));
  /** The newest run that has ended well. */
  readonly detail = $derived.by(() => {
    const id = this.latest?.id;
    return id
      ? new Resource<PlanDetail>(() => call(releaseGetPlan({ path: { day: this.day, plan: id } })))
      : undefined;
  });

  constructor(readonly day: string) {}

  get running(): string | undefined {
    const newest = this.plans.data?.[0];
    return newest?.state === 'running' ? newest.id : undefined;
  }

  /** The sites that I plan; null for every site, undefined until it is known. */
  get sites(): string[] | null | undefined {
    return this.mySites.data?.sites;
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

  /** Ends the run; its best plan so far comes over the stream. */
  stop = async (): Promise<void> => {
    const plan = this.running;
    if (plan) this.#take(await call(releaseStopPlan({ path: { day: this.day, plan } })));
  };

  /** Watches the run that goes on; returns the way to stop watching. */
  watch = (): (() => void) | undefined => {
    const plan = this.running;
    if (!plan) return undefined;
    this.link = 'connecting';
    const path = `/api/days/${encodeURIComponent(this.day)}/release/plans/${plan}/progress`;
    const leave = connect({
      url: () => liveUrl(path),
      after: () => null,
      take: (message) => this.#take(message as PlanSummary),
      state: (link) => (this.link = link),
    });
    const timer = setInterval(() => {
      if (this.link === 'waiting') void this.plans.refresh();
    }, POLL_MS);
    return () => {
      clearInterval(timer);
      leave();
    };
  };

  /** Asks now and then what managers' answers did; returns the way to stop. */
  follow = (): (() => void) => {
    const timer = setInterval(() => {
      if (!document.hidden) void this.detail?.refresh();
    }, REFRESH_MS);
    return () => clearInterval(timer);
  };

  #take(plan: PlanSummary): true {
    this.plans.set((this.plans.data ?? []).map((known) => (known.id === plan.id ? plan : known)));
    return true;
  }

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
