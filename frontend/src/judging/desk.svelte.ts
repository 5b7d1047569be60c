import {
  call,
  judgingGetMine,
  judgingGetSheet,
  judgingScoreExample,
  judgingSendSheet,
  ProblemError,
  type Example,
  type JudgeDay,
  type Receipt,
  type SheetPage,
} from '../lib/api/client';
import { Resource } from '../lib/api/resource.svelte';
import { Outbox } from '../lib/offline/outbox.svelte';
import { outboxOf } from '../lib/offline/owner';
import { Shelf } from '../lib/offline/shelf';
import { nextOpen, same, stateOf, withSheet, type Draft, type Points, type State } from './sheet';

/** In the place of a project's id. */
export const EXAMPLE = 'example';
const EVERY_MS = 60_000; // assignments may change; a newer sheet may come from another device

/** One judge's day on this device: the list with all its sheets, kept for no network, and what is still to be sent. */
export class JudgeDesk {
  readonly outbox: Outbox<Draft>;
  readonly mine: Resource<JudgeDay>;
  #days: Shelf<JudgeDay>;
  #own: Shelf<number>;

  constructor(
    readonly person: string,
    readonly day: string,
  ) {
    this.#days = new Shelf(`judge-days-${person}`);
    this.#own = new Shelf(`own-versions-${person}`);
    this.outbox = new Outbox<Draft>(outboxOf(person), (draft, key) => this.#send(draft, key));
    this.mine = new Resource(() => this.#ask());
  }

  key = (project: string): string => `${this.day}/${project}`;

  get pages(): SheetPage[] {
    return this.mine.data?.pages ?? [];
  }

  page = (project: string): SheetPage | undefined =>
    this.pages.find(({ project_id }) => project_id === project);

  refusal = (project: string) => this.outbox.rejected.find(({ key }) => key === this.key(project));

  stateOf = (page: SheetPage): State =>
    stateOf(
      page,
      this.outbox.pending(this.key(page.project_id)) !== undefined,
      this.refusal(page.project_id) !== undefined,
    );

  next = (after?: string): SheetPage | undefined =>
    nextOpen(this.pages, (page) => ['open', 'changed'].includes(this.stateOf(page)), after);

  /** What all judges score first, while this one has not: neither on the server nor on this phone. */
  get owed(): Example | undefined {
    const example = this.mine.data?.example;
    return example && !example.mine && !this.outbox.pending(this.key(EXAMPLE)) ? example : undefined;
  }

  /** Resolves when what the judge gave the example is safe on this device. */
  async scoreExample(example: Example, points: Points): Promise<void> {
    const { day } = this;
    const rubric = example.rubric.id;
    const draft = {
      day,
      project: EXAMPLE,
      rubric,
      base: 0,
      points,
      comment: '',
      writtenAt: null,
      earlier: [],
    };
    await this.outbox.put(this.key(EXAMPLE), draft);
  }

  /** Shows what is kept, asks the server, and sends what waits; returns the way to stop. */
  start(): () => void {
    void this.#recall().then(() => this.mine.refresh());
    const look = (): void => {
      if (document.visibilityState === 'visible') void this.mine.refresh();
    };
    const timer = setInterval(look, EVERY_MS);
    window.addEventListener('online', look);
    const stop = this.outbox.start();
    return () => {
      stop();
      clearInterval(timer);
      window.removeEventListener('online', look);
    };
  }

  /** Resolves when the sheet is safe on this device. */
  async save(draft: Draft): Promise<void> {
    const key = this.key(draft.project);
    const before = this.outbox.pending(key);
    const earlier = before
      ? [...before.earlier, { points: before.points, comment: before.comment, note: before.note }]
      : [];
    await this.outbox.put(key, { ...draft, earlier });
  }

  /** My newest sheet on the server, whichever device sent it. */
  async newest(project: string): Promise<SheetPage> {
    return call(judgingGetSheet({ path: { day: this.day, project_id: project } }));
  }

  async #recall(): Promise<void> {
    const kept = await this.#days.get(this.day).catch(() => undefined);
    if (kept && !this.mine.data) this.mine.data = kept;
  }

  async #ask(): Promise<JudgeDay> {
    const day = await call(judgingGetMine({ path: { day: this.day } }));
    void this.#days.put(this.day, day).catch(() => undefined); // a full disk must not hide the list
    return day;
  }

  async #send(draft: Draft, idempotencyKey: string): Promise<void> {
    if (draft.project === EXAMPLE) return this.#sendExample(draft);
    const own = (await this.#own.get(`${draft.day}/${draft.project}`)) ?? 0;
    const base = Math.max(draft.base, own);
    try {
      await this.#accepted(draft, await this.#post(draft, idempotencyKey, base));
    } catch (error) {
      if (!(error instanceof ProblemError && error.code === 'newer_sheet' && draft.earlier.length))
        throw error;
      // The answer to an earlier sheet of this phone got lost: it is no other device that was faster.
      const { sheet } = await call(judgingGetSheet({ path: { day: draft.day, project_id: draft.project } }));
      if (sheet?.version !== base + 1 || !draft.earlier.some((one) => same(one, sheet))) throw error;
      await this.#accepted(draft, await this.#post(draft, idempotencyKey, sheet.version));
    }
  }

  /** The same points again are answered as before, so a lost answer does no harm. */
  async #sendExample({ day, points }: Draft): Promise<void> {
    const example = await call(judgingScoreExample({ path: { day }, body: { points } }));
    if (day !== this.day || !this.mine.data) return;
    this.mine.set({ ...this.mine.data, example });
    await this.#days.put(day, this.mine.data);
  }

  #post(draft: Draft, idempotencyKey: string, base: number): Promise<Receipt> {
    return call(
      judgingSendSheet({
        path: { day: draft.day, project_id: draft.project },
        headers: { 'Idempotency-Key': idempotencyKey },
        body: {
          rubric_id: draft.rubric,
          base_version: base,
          points: draft.points,
          comment: draft.comment,
          note: draft.note ?? '',
          written_at: draft.writtenAt,
        },
      }),
    );
  }

  async #accepted({ day, project, points, comment, note = '' }: Draft, receipt: Receipt): Promise<void> {
    await this.#own.put(`${day}/${project}`, receipt.version);
    if (day !== this.day || !this.mine.data) return;
    const { version, accepted_at } = receipt;
    this.mine.set(
      withSheet(this.mine.data, project, { version, points, comment, note, accepted_at, is_whole: true }),
    );
    await this.#days.put(day, this.mine.data);
  }
}

let desk: JudgeDesk | undefined;

/** The desk of this judge and day; the list and its sheets share one. */
export function deskOf(person: string, day: string): JudgeDesk {
  if (desk?.person !== person || desk.day !== day) desk = new JudgeDesk(person, day);
  return desk;
}
