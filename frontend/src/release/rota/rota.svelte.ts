import {
  call,
  releaseAddCoverRule,
  releaseAddMapping,
  releaseChangeCoverRule,
  releaseListCover,
  releaseListCoverRules,
  releaseListImports,
  releaseListMappings,
  releaseRemoveCoverRule,
  releaseRemoveMapping,
  type CoverRuleDraft,
  type CoverPreview,
  type CoverStretch,
  type FileMapping,
  type Guess,
  type RotaPreview,
} from '../../lib/api/client';
import { Resource } from '../../lib/api/resource.svelte';
import { upload } from './upload';

export type Kind = 'rota' | 'cover';

/** One file on its way in: recognised, looked at, taken. */
export class Import {
  kind = $state<Kind>('rota');
  replace = $state(false);
  accept = $state(false);
  file = $state.raw<File>();
  guess = $state.raw<Guess>();
  mapping = $state<FileMapping>();
  rota = $state.raw<RotaPreview>();
  cover = $state.raw<CoverPreview>();
  busy = $state<'' | 'guess' | 'preview' | 'write'>('');
  share = $state(0);
  error = $state.raw<unknown>();
  readonly mappings = new Resource(() => call(releaseListMappings({ path: { day: this.day } })));
  readonly past = new Resource(() => call(releaseListImports({ path: { day: this.day } })));

  constructor(readonly day: string) {}

  get preview(): RotaPreview | CoverPreview | undefined {
    return this.rota ?? this.cover;
  }

  get broken(): number {
    return (this.preview?.broken ?? []).reduce((sum, { count }) => sum + count, 0);
  }

  forget = (): void => {
    this.file = this.guess = this.mapping = this.error = undefined;
    this.stale();
  };

  /** What was shown does not fit any more. */
  stale = (): void => {
    this.rota = this.cover = undefined;
    this.accept = false;
  };

  choose = async (file: File): Promise<void> => {
    this.forget();
    this.file = file;
    const guess = await this.#send<Guess>('guess', 'rota/guess', { cover: this.kind === 'cover' });
    if (guess) [this.guess, this.mapping] = [guess, guess.mapping];
  };

  look = (): Promise<void> => this.#take(true);
  write = (): Promise<void> => this.#take(false);

  save = async (name: string): Promise<void> => {
    if (!this.mapping) return;
    const body = { name, mapping: $state.snapshot(this.mapping) as FileMapping };
    await call(releaseAddMapping({ path: { day: this.day }, body }));
    await this.mappings.refresh();
  };

  remove = async (mapping: string): Promise<void> => {
    await call(releaseRemoveMapping({ path: { day: this.day, mapping } }));
    await this.mappings.refresh();
  };

  async #take(dry: boolean): Promise<void> {
    const query = {
      source: this.file?.name ?? '',
      replace: this.replace,
      dry_run: dry,
      accept_broken: this.accept,
    };
    if (this.kind === 'rota') {
      const seen = await this.#send<RotaPreview>(dry ? 'preview' : 'write', 'rota/imports', query);
      if (seen) this.rota = seen;
    } else {
      const seen = await this.#send<CoverPreview>(dry ? 'preview' : 'write', 'rota/cover/imports', query);
      if (seen) this.cover = seen;
    }
    if (!dry) void this.past.refresh();
  }

  async #send<T>(
    busy: 'guess' | 'preview' | 'write',
    part: string,
    query: Record<string, string | boolean>,
  ): Promise<T | undefined> {
    if (!this.file) return undefined;
    [this.busy, this.share, this.error] = [busy, 0, undefined];
    const format = /\.(ics|ical)$/i.test(this.file.name) ? 'ics' : 'csv';
    const mapping = this.mapping ? ($state.snapshot(this.mapping) as FileMapping) : null;
    const path = `/api/days/${encodeURIComponent(this.day)}/release/${part}`;
    try {
      return await upload<T>(path, { ...query, format }, this.file, mapping, (share) => (this.share = share));
    } catch (error) {
      this.error = error;
      return undefined;
    } finally {
      this.busy = '';
    }
  }
}

/** Rules of minimum cover, and the minimums that follow. */
export class Rules {
  readonly list = new Resource(() => call(releaseListCoverRules({ path: { day: this.day } })));
  stretches = $state.raw<CoverStretch[]>([]);
  more = $state.raw<string | null>(null);

  constructor(readonly day: string) {}

  /** Adds a rule, changes one, or without a draft takes one away; `dry` only tells what would follow. */
  put = async (rule: string | null, draft: CoverRuleDraft | null, dry: boolean, accept: boolean) => {
    const query = { dry_run: dry, accept_broken: accept };
    const path = { day: this.day };
    const made =
      draft === null && rule
        ? await call(releaseRemoveCoverRule({ path: { ...path, rule }, query }))
        : rule
          ? await call(releaseChangeCoverRule({ path: { ...path, rule }, query, body: draft ?? {} }))
          : await call(releaseAddCoverRule({ path, query, body: draft ?? {} }));
    if (!dry) await Promise.all([this.list.refresh(), this.read(null)]);
    return made.preview;
  };

  read = async (after: string | null = null): Promise<void> => {
    const query = { after: after ?? undefined, limit: 20 };
    const page = await call(releaseListCover({ path: { day: this.day }, query }));
    this.stretches = after ? [...this.stretches, ...page.stretches] : page.stretches;
    this.more = page.after;
  };
}
