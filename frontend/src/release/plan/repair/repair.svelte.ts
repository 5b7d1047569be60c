import {
  call,
  releaseApplyRepair,
  releaseFindColleagues,
  releaseListBroken,
  releaseListUnavailable,
  releaseNoteUnavailable,
  releaseProposeRepair,
  releaseUndoUnavailable,
  type StaffName,
  type RepairProposal,
} from '../../../lib/api/client';
import { Resource } from '../../../lib/api/resource.svelte';

const REFRESH_MS = 15_000;
/** Where on the page it is mended. */
export const BLOCK = 'broken';

/** Releases that do not hold, who is off work, and the repair that is shown. */
export class Repairs {
  readonly broken = new Resource(() => call(releaseListBroken({ path: this.#path })));
  readonly off = new Resource(() => call(releaseListUnavailable({ path: this.#path })));
  proposal = $state.raw<RepairProposal>();
  found = $state.raw<StaffName[]>([]);
  #latest = 0;

  constructor(readonly day: string) {}

  get #path() {
    return { day: this.day };
  }

  /** Asks now, and again now and then, what imports and others changed; returns the way to stop. */
  follow = (): (() => void) => {
    void this.broken.refresh();
    this.off.load();
    const timer = setInterval(() => {
      if (!document.hidden) void this.broken.refresh();
    }, REFRESH_MS);
    return () => clearInterval(timer);
  };

  propose = async (): Promise<void> => {
    this.proposal = await call(releaseProposeRepair({ path: this.#path, body: {} }));
  };

  /** Applies what is shown; where something changed meanwhile, what would change now is shown in its place. */
  apply = async (): Promise<void> => {
    const shown = this.proposal;
    if (!shown) return;
    const { base, sites, seed, fingerprint } = shown;
    try {
      await call(releaseApplyRepair({ path: this.#path, body: { base, sites, seed, fingerprint } }));
      this.proposal = undefined;
    } catch (refused) {
      await this.propose();
      throw refused;
    } finally {
      await this.broken.refresh();
    }
  };

  search = async (q: string): Promise<void> => {
    const mine = ++this.#latest;
    const found = q.trim() ? await call(releaseFindColleagues({ path: this.#path, query: { q } })) : [];
    if (mine === this.#latest) this.found = found;
  };

  note = async (person: string, starts_at: string, ends_at: string): Promise<void> => {
    await call(releaseNoteUnavailable({ path: this.#path, body: { person, starts_at, ends_at } }));
    this.found = [];
    await this.#changed();
  };

  undo = async (note: string): Promise<void> => {
    await call(releaseUndoUnavailable({ path: { day: this.day, note } }));
    await this.#changed();
  };

  async #changed(): Promise<void> {
    this.proposal = undefined;
    await Promise.all([this.broken.refresh(), this.off.refresh()]);
  }
}
