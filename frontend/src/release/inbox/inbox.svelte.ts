import { SvelteSet } from 'svelte/reactivity';
import {
  call,
  releaseDecide,
  releaseGetInbox,
  releaseSetPin,
  type Pin,
  type Verdict,
} from '../../lib/api/client';
import { Resource } from '../../lib/api/resource.svelte';

const REFRESH_MS = 15_000;

/** A manager's people who want to go, and which of them are ticked. */
export class People {
  readonly inbox = new Resource(() => call(releaseGetInbox({ path: { day: this.day } })));
  readonly ticked = new SvelteSet<string>();
  error = $state.raw<unknown>();
  busy = $state(false);

  constructor(readonly day: string) {}

  /** Who has no answer yet. */
  get open() {
    return this.inbox.data?.people.filter(({ state }) => state === 'wanted') ?? [];
  }

  /** Whom the plan releases and who has no answer yet. */
  get planned() {
    return this.open.filter(({ goes, shortage }) => goes && !shortage);
  }

  tick = (person: string, on: boolean): void => {
    if (on) this.ticked.add(person);
    else this.ticked.delete(person);
  };

  /** Approves; a refusal is kept in `error`, and the cover of now is read. */
  approve = async (people: string[]): Promise<void> => {
    this.busy = true;
    this.error = undefined;
    try {
      await this.#decide(people, 'approved', '');
    } catch (refused) {
      this.error = refused;
      await this.inbox.refresh();
    } finally {
      this.busy = false;
    }
  };

  /** Declines; throws what the server refuses, for the dialog to show. */
  decline = (people: string[], reason: string): Promise<void> => this.#decide(people, 'declined', reason);

  async #decide(people: string[], verdict: Verdict, reason: string): Promise<void> {
    await call(releaseDecide({ path: { day: this.day }, body: { people, verdict, reason } }));
    this.ticked.clear();
    await this.inbox.refresh();
  }

  pin = async (person: string, kind: Pin | null): Promise<void> => {
    this.error = undefined;
    try {
      await call(releaseSetPin({ path: { day: this.day, person }, body: { kind } }));
    } catch (refused) {
      this.error = refused;
    }
    await this.inbox.refresh();
  };

  /** Reads again now and then, so that colleagues' decisions show; returns the way to stop. */
  follow = (): (() => void) => {
    const timer = setInterval(() => {
      if (!document.hidden && !this.busy) void this.inbox.refresh();
    }, REFRESH_MS);
    return () => clearInterval(timer);
  };
}
