import {
  call,
  releaseAddCoverRule,
  releaseChangeCoverRule,
  releaseListCover,
  releaseListCoverRules,
  releaseRemoveCoverRule,
  type CoverPreview,
  type CoverRule,
  type CoverRuleDraft,
  type CoverStretch,
} from '../../lib/api/client';
import { Resource } from '../../lib/api/resource.svelte';
import { empty, toDraft, toForm } from './rules';

const PAGE = 10;

/** Rules of minimum cover, and the minimums that follow. */
export class Rules {
  readonly list = new Resource(() => call(releaseListCoverRules({ path: { day: this.day } })));
  readonly first = new Resource(() => this.#page());
  #later = $state.raw<CoverStretch[]>([]);
  #after = $state.raw<string | null>();
  busy = $state(false);
  error = $state.raw<unknown>();

  constructor(readonly day: string) {}

  get stretches(): CoverStretch[] {
    return [...(this.first.data?.stretches ?? []), ...this.#later];
  }

  /** Where the next page begins; null: there is none. */
  get after(): string | null {
    return this.#after === undefined ? (this.first.data?.after ?? null) : this.#after;
  }

  /** Names that minimums and rules use already; others may be typed. */
  names = (what: 'site' | 'role'): string[] => {
    const used = [...this.stretches, ...(this.list.data ?? []).map(({ rule }) => rule)].map(
      (one) => one[what],
    );
    return [...new Set(used)].filter((name) => name !== null).sort();
  };

  more = async (): Promise<void> => {
    [this.busy, this.error] = [true, undefined];
    try {
      const page = await this.#page(this.after ?? undefined);
      this.#later = [...this.#later, ...page.stretches];
      this.#after = page.after;
    } catch (error) {
      this.error = error;
    } finally {
      this.busy = false;
    }
  };

  /** Adds a rule, changes one, or without a draft takes one away; `dry` only tells what would follow. */
  put = async (
    rule: string | undefined,
    draft: CoverRuleDraft | null,
    dry: boolean,
    accept: boolean,
  ): Promise<CoverPreview> => {
    const query = { dry_run: dry, accept_broken: accept };
    const path = { day: this.day };
    const made =
      draft === null && rule
        ? await call(releaseRemoveCoverRule({ path: { ...path, rule }, query }))
        : rule
          ? await call(releaseChangeCoverRule({ path: { ...path, rule }, query, body: draft ?? {} }))
          : await call(releaseAddCoverRule({ path, query, body: draft ?? {} }));
    if (!dry) {
      [this.#later, this.#after] = [[], undefined];
      await Promise.all([this.list.refresh(), this.first.refresh()]);
    }
    return made.preview;
  };

  #page = (after?: string) =>
    call(releaseListCover({ path: { day: this.day }, query: { after, limit: PAGE } }));
}

/** One rule that is added, changed or taken away: looked at first, then done. */
export class RuleEdit {
  form = $state(empty());
  preview = $state.raw<CoverPreview>();
  accept = $state(false);
  busy = $state(false);
  error = $state.raw<unknown>();
  /** How many stay was not said. */
  lacks = $state(false);
  readonly broken = $derived((this.preview?.broken ?? []).reduce((sum, { count }) => sum + count, 0));

  constructor(
    readonly rules: Rules,
    readonly rule?: CoverRule,
    readonly removing = false,
  ) {
    if (rule) this.form = toForm(rule);
    if (removing) void this.put(true);
  }

  /** What was shown does not fit any more. */
  stale = (): void => {
    this.preview = this.error = undefined;
    this.accept = this.lacks = false;
  };

  /** Whether it went through. */
  put = async (dry: boolean): Promise<boolean> => {
    this.lacks = !this.removing && !Number.isFinite(parseFloat(String(this.form.amount)));
    if (this.lacks) return false;
    [this.busy, this.error] = [true, undefined];
    try {
      const draft = this.removing ? null : toDraft(this.form);
      this.preview = await this.rules.put(this.rule?.id, draft, dry, this.accept);
      return true;
    } catch (refused) {
      this.error = refused;
      return false;
    } finally {
      this.busy = false;
    }
  };
}
