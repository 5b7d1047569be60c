import { SvelteSet } from 'svelte/reactivity';
import {
  call,
  ProblemError,
  releaseAskCover,
  releaseDecide,
  releaseGetInbox,
  releaseListCovers,
  releaseSetPin,
  type DecisionDraft,
  type Pin,
} from '../../lib/api/client';
import { Resource } from '../../lib/api/resource.svelte';
import { possible } from './request';

const REFRESH_MS = 15_000;

/** Who waits for my answer, and which of them are ticked. */
export class People {
  readonly inbox = new Resource(() => call(releaseGetInbox({ path: { day: this.day } })));
  readonly ticked = new SvelteSet<string>();
  error = $state.raw<unknown>();
  /** Of those approved at once in vain, who can go. */
  others = $state.raw<string[]>([]);
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

  /** Approves; a refusal is kept in `error`, with who of several can go in `others`, and the cover of now is read. */
  approve = async (people: string[]): Promise<void> => {
    this.busy = true;
    this.error = undefined;
    this.others = [];
    try {
      await this.#decide({ people, verdict: 'approved' });
    } catch (refused) {
      this.error = refused;
      if (refused instanceof ProblemError && refused.code === 'shift_loses_cover')
        this.others = possible(people, refused.errors);
      await this.inbox.refresh();
    } finally {
      this.busy = false;
    }
  };

  /** These three throw what the server refuses, for the dialog to show. */
  decline = (people: string[], reason: string): Promise<void> =>
    this.#decide({ people, verdict: 'declined', reason });
  override = (people: string[], reason: string): Promise<void> =>
    this.#decide({ people, verdict: 'approved', reason, override: true });
  approveWith = (person: string, cover: string): Promise<void> =>
    this.#decide({ people: [person], verdict: 'approved', cover });

  async #decide(body: DecisionDraft): Promise<void> {
    await call(releaseDecide({ path: { day: this.day }, body }));
    this.ticked.clear();
    this.error = undefined;
    this.others = [];
    await this.inbox.refresh();
  }

  /** Who could take over from somebody. */
  covers = (person: string) =>
    new Resource(() => call(releaseListCovers({ path: { day: this.day, person } }))).load();

  ask = async (person: string, colleague: string): Promise<void> => {
    await call(releaseAskCover({ path: { day: this.day, person }, body: { colleague } }));
    await this.inbox.refresh();
  };

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
