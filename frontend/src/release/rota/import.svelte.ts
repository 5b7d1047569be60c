import {
  call,
  releaseListImports,
  type CoverPreview,
  type FileMapping,
  type Guess,
  type RotaPreview,
} from '../../lib/api/client';
import { Resource } from '../../lib/api/resource.svelte';
import { upload } from './upload';

export type Kind = 'rota' | 'cover';
type Step = 'guess' | 'preview' | 'write';

/** More than the server looks at to recognise a table (300,000 bytes); the rest of a long file may wait. */
const BEGINNING = 400_000;

/** One file on its way in: recognised, looked at, taken. */
export class Import {
  kind = $state<Kind>('rota');
  replace = $state(false);
  accept = $state(false);
  file = $state.raw<File>();
  guess = $state.raw<Guess>();
  mapping = $state.raw<FileMapping>();
  /** The saved mapping that is in use. */
  saved = $state('');
  rota = $state.raw<RotaPreview>();
  cover = $state.raw<CoverPreview>();
  busy = $state<Step>();
  share = $state(0);
  error = $state.raw<unknown>();
  readonly past = new Resource(() => call(releaseListImports({ path: { day: this.day } })));

  #latest = 0; // of questions under way only the last one counts

  constructor(readonly day: string) {}

  get preview(): RotaPreview | CoverPreview | undefined {
    return this.rota ?? this.cover;
  }

  get broken(): number {
    return (this.preview?.broken ?? []).reduce((sum, { count }) => sum + count, 0);
  }

  get isCalendar(): boolean {
    return /\.(ics|ical)$/i.test(this.file?.name ?? '');
  }

  forget = (): void => {
    this.#latest += 1;
    this.file = this.guess = this.mapping = this.busy = undefined;
    this.saved = '';
    this.stale();
  };

  /** What was shown does not fit any more. */
  stale = (): void => {
    this.rota = this.cover = this.error = undefined;
    this.accept = false;
  };

  choose = async (file: File): Promise<void> => {
    this.forget();
    this.file = file;
    await this.recognise();
  };

  /** Reads the beginning once more as the mapping says: its delimiter and encoding, or with `keep` all of it. */
  recognise = async (mapping?: FileMapping, keep = false): Promise<void> => {
    this.stale();
    if (mapping) this.mapping = mapping;
    const { delimiter = null, encoding = null } = mapping ?? {};
    const query = { cover: this.kind === 'cover' };
    const guess = await this.#send<Guess>('guess', 'rota/guess', query, { delimiter, encoding });
    if (guess) [this.guess, this.mapping] = [guess, keep ? this.mapping : guess.mapping];
  };

  set = (change: Partial<FileMapping>): void => {
    this.mapping = { ...this.mapping, ...change };
    this.stale();
  };

  look = (): Promise<void> => this.#take(true);
  write = (): Promise<void> => this.#take(false);

  /** After a failure. Of a write it is not sure whether it came through: looking again shows it. */
  retry = (): Promise<void> => (this.guess ? this.look() : this.recognise());

  async #take(dry: boolean): Promise<void> {
    const query = {
      source: this.file?.name ?? '',
      replace: this.replace,
      dry_run: dry,
      accept_broken: this.accept,
    };
    const step = dry ? 'preview' : 'write';
    const mapping = this.mapping ?? null;
    if (this.kind === 'rota') {
      const seen = await this.#send<RotaPreview>(step, 'rota/imports', query, mapping);
      if (seen) this.rota = seen;
    } else {
      const seen = await this.#send<CoverPreview>(step, 'rota/cover/imports', query, mapping);
      if (seen) this.cover = seen;
    }
    if (!dry) void this.past.refresh();
  }

  async #send<T>(
    step: Step,
    part: string,
    query: Record<string, string | boolean>,
    mapping: FileMapping | null,
  ): Promise<T | undefined> {
    const { file, isCalendar } = this;
    if (!file) return undefined;
    const mine = ++this.#latest;
    [this.busy, this.share, this.error] = [step, 0, undefined];
    const sent = step === 'guess' && !isCalendar ? file.slice(0, BEGINNING) : file;
    const path = `/api/days/${encodeURIComponent(this.day)}/release/${part}`;
    const asked = { ...query, format: isCalendar ? 'ics' : 'csv' };
    try {
      const found = await upload<T>(path, asked, sent, mapping, (share) => (this.share = share));
      return mine === this.#latest ? found : undefined;
    } catch (error) {
      if (mine === this.#latest) this.error = error;
      return undefined;
    } finally {
      if (mine === this.#latest) this.busy = undefined;
    }
  }
}
