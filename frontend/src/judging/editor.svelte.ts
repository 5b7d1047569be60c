import type { SheetPage } from '../lib/api/client';
import type { JudgeDesk } from './desk.svelte';
import { fitting, type Draft, type Filled, type Points } from './sheet';

const PAUSE_MS = 300;

/** One score sheet being filled in. What is typed is on the disk after a pause, saved or not. */
export class SheetEditor {
  points = $state<Points>({});
  comment = $state('');
  note = $state('');
  /** False until the draft of last time is back. */
  ready = $state(false);
  /** Changed since it was opened or saved. */
  touched = $state(false);
  /** Saved since it was opened. */
  saved = $state(false);
  /** Criteria that a save found without points. */
  missing = $state.raw<string[]>([]);
  /** This device's disk refused to keep it. */
  isLost = $state(false);
  #base = 0;
  #rubric = '';
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    readonly desk: JudgeDesk,
    readonly project: string,
  ) {}

  /** Takes up the draft, else what waits or was refused, else what was sent. */
  async open(page: SheetPage): Promise<void> {
    const { outbox } = this.desk;
    const key = this.desk.key(this.project);
    const draft = await outbox.draft(key).catch(() => undefined);
    const kept = draft ?? outbox.pending(key) ?? this.desk.refusal(this.project)?.payload;
    this.#base = kept?.base ?? page.sheet?.version ?? 0;
    this.#fill(page, kept ?? page.sheet);
    this.touched = draft !== undefined;
    this.ready = true;
  }

  /** Shows a sheet that another device of this judge has sent, unless something here is unsent. */
  follow(page: SheetPage): void {
    const isIdle =
      this.ready && !this.touched && this.desk.stateOf(page) === 'sent' && page.sheet!.version > this.#base;
    if (!isIdle) return;
    this.#base = page.sheet!.version;
    this.#fill(page, page.sheet);
  }

  change(): void {
    this.touched = true;
    this.missing = this.missing.filter((key) => this.points[key] === undefined);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.keep, PAUSE_MS);
  }

  /** Writes the draft now: the page may be about to vanish. */
  keep = (): void => {
    clearTimeout(this.#timer);
    if (!this.touched || !this.#rubric) return;
    void this.desk.outbox
      .saveDraft(this.desk.key(this.project), this.#draft())
      .catch(() => (this.isLost = true));
  };

  /** Whether the sheet is whole and on this device's disk; sending is the outbox's work. */
  async save(): Promise<boolean> {
    const page = this.desk.page(this.project);
    if (!page) return false;
    this.#rubric = page.rubric.id;
    this.points = fitting(this.points, page.rubric); // the rubric may be another one than at the start
    this.missing = page.rubric.criteria.map(({ key }) => key).filter((key) => this.points[key] === undefined);
    if (this.missing.length) return false;
    clearTimeout(this.#timer);
    try {
      await this.desk.save({ ...this.#draft(), writtenAt: new Date().toISOString() });
    } catch {
      this.isLost = true;
      return false;
    }
    this.touched = this.isLost = false;
    this.saved = true;
    return true;
  }

  /** Saves over the version that another device has sent. */
  async saveOver(version: number): Promise<void> {
    this.#base = version;
    await this.save();
  }

  /** Gives up what is here for what the server has. */
  async takeSent(page: SheetPage): Promise<void> {
    await this.desk.outbox.dismiss(this.desk.key(this.project));
    this.#base = page.sheet?.version ?? 0;
    this.#fill(page, page.sheet);
    this.touched = this.saved = false;
    await this.desk.mine.refresh();
  }

  /** Puts an earlier sheet back into the form, to be looked at and saved as the newest. */
  takeUp(page: SheetPage, earlier: Filled): void {
    this.#fill(page, earlier);
    this.change();
  }

  #fill(page: SheetPage, from: Filled | null): void {
    this.#rubric = page.rubric.id;
    this.points = fitting(from?.points ?? {}, page.rubric);
    this.comment = from?.comment ?? '';
    this.note = from?.note ?? '';
  }

  #draft(): Draft {
    return {
      day: this.desk.day,
      project: this.project,
      rubric: this.#rubric,
      base: this.#base,
      points: $state.snapshot(this.points),
      comment: this.comment,
      note: this.note,
      writtenAt: null,
      earlier: [],
    };
  }
}
