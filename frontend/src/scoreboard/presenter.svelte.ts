import { call, daysMovePhase, scoreboardGetStage, scoreboardReveal, type Stage } from '../lib/api/client';
import type { CurrentDay, Phase } from '../days/current.svelte';
import { Resource } from '../lib/api/resource.svelte';

/** What an organiser does with the board: freeze it, start the reveal, and go through it step by step. */
export class Presenter {
  readonly stage: Resource<Stage>;
  busy = $state(false);
  error = $state.raw<unknown>();
  readonly #path;

  constructor(
    readonly day: string,
    readonly current: CurrentDay,
  ) {
    this.#path = { day, board: 'overall' };
    this.stage = new Resource(() => call(scoreboardGetStage({ path: this.#path })));
  }

  /** Goes so many steps on, or back; presses while one is under way are ignored. */
  async go(by: number): Promise<void> {
    const stage = this.stage.data;
    if (!stage || this.busy || stage.phase !== 'revealed') return;
    const from = stage.reveal_step;
    const to = Math.min(stage.steps.length, Math.max(0, from + by));
    if (to === from) return;
    this.busy = true;
    this.error = undefined;
    try {
      const body = { from_step: from, to_step: to };
      this.stage.set(await call(scoreboardReveal({ path: this.#path, body })));
    } catch (error) {
      this.error = error;
      await this.stage.refresh(); // somebody else may have pressed
    } finally {
      this.busy = false;
    }
  }

  async move(from_phase: Phase, to_phase: Phase, reason: string): Promise<void> {
    const body = { from_phase, to_phase, reason };
    this.current.set(await call(daysMovePhase({ path: { day: this.day }, body })));
    await this.stage.refresh();
  }
}
