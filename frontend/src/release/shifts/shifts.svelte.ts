import {
  call,
  OfflineError,
  releaseConfirmShift,
  releaseDeclineShift,
  releaseLeaveMove,
  releaseListShifts,
  releaseOpenShift,
  releaseStepBack,
  releaseTakeShift,
  releaseWithdrawShift,
  type OpenShift,
  type OpenShifts,
  type OpeningDraft,
} from '../../lib/api/client';
import { Resource } from '../../lib/api/resource.svelte';

const REFRESH_MS = 15_000;

/** What was done last, and how it is undone. */
export type Done = {
  kind: 'took' | 'stepped_back' | 'withdrew';
  shift: OpenShift;
  undo: () => Promise<void>;
};

/** Open shifts that concern me, and what I do with them. Every step answers with the page after it. */
export class Shifts {
  readonly page = new Resource(() => call(releaseListShifts({ path: { day: this.day } })));
  failed = $state.raw<{ error: unknown; again?: () => Promise<void> }>();
  busy = $state<string>();
  done = $state.raw<Done>();

  constructor(readonly day: string) {}

  take = (shift: OpenShift): Promise<void> =>
    this.#do(shift.id, () => releaseTakeShift({ path: this.#of(shift) }), {
      kind: 'took',
      shift,
      undo: () => this.stepBack(shift),
    });

  stepBack = (shift: OpenShift): Promise<void> =>
    this.#do(shift.id, () => releaseStepBack({ path: this.#of(shift) }), {
      kind: 'stepped_back',
      shift,
      undo: () => this.take(shift),
    });

  /** To whom asks me alone; it ends their question. */
  refuse = (shift: OpenShift): Promise<void> =>
    this.#do(shift.id, () => releaseStepBack({ path: this.#of(shift) }));

  withdraw = (shift: OpenShift): Promise<void> =>
    this.#do(shift.id, () => releaseWithdrawShift({ path: this.#of(shift) }), {
      kind: 'withdrew',
      shift,
      undo: () => this.openAgain(shift),
    });

  /** To everybody: somebody who was asked alone may have said no. */
  openAgain = ({ site, role, starts_at, ends_at, giver }: OpenShift): Promise<void> =>
    this.#do(starts_at, () =>
      releaseOpenShift({
        path: { day: this.day },
        body: { site, role, starts_at, ends_at, giver, is_extra: giver === null },
      }),
    );

  confirm = (shift: OpenShift): Promise<void> =>
    this.#do(shift.id, () =>
      releaseConfirmShift({ path: this.#of(shift), body: { taker: shift.taker ?? '' } }),
    );

  leaveMove = (starts_at: string): Promise<void> =>
    this.#do(starts_at, () => releaseLeaveMove({ path: { day: this.day }, body: { starts_at } }));

  /** Throws what the server refuses, for the dialog to show; so does `open`. */
  decline = async (shift: OpenShift, reason: string): Promise<void> =>
    this.page.set(
      await call(releaseDeclineShift({ path: this.#of(shift), body: { taker: shift.taker ?? '', reason } })),
    );

  open = async (body: OpeningDraft): Promise<void> =>
    this.page.set(await call(releaseOpenShift({ path: { day: this.day }, body })));

  #of = ({ id }: OpenShift) => ({ day: this.day, shift: id });

  async #do(what: string, step: () => Parameters<typeof call<OpenShifts>>[0], done?: Done): Promise<void> {
    this.busy = what;
    this.failed = this.done = undefined;
    try {
      this.page.set(await call(step()));
      this.done = done;
    } catch (refused) {
      // What was refused stays refused; what found no connection may be tried again.
      const again = refused instanceof OfflineError ? () => this.#do(what, step, done) : undefined;
      this.failed = { error: refused, again };
      await this.page.refresh();
    } finally {
      this.busy = undefined;
    }
  }

  /** Reads again now and then, so that colleagues' steps show; returns the way to stop. */
  follow = (): (() => void) => {
    const timer = setInterval(() => {
      if (!document.hidden && !this.busy) void this.page.refresh();
    }, REFRESH_MS);
    return () => clearInterval(timer);
  };
}
