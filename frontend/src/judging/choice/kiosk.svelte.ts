import {
  call,
  choiceCastAtKiosk,
  choiceOpenKiosk,
  choiceReadCode,
  ProblemError,
  type KioskBallot,
  type KioskPage,
} from '../../lib/api/client';

/** So long nothing may be touched before a ballot closes; for the last seconds it says so. */
export const IDLE_S = 30;
export const WARN_S = 10;
const THANKS_S = 5;
const LOOK_MS = 30_000;

type Stage = 'start' | 'ballot' | 'thanks';

/**
 * One device in a hall: whoever comes shows a code, votes, and leaves nothing behind. What a person chose stands only
 * here while their ballot is open, and is gone with it.
 */
export class KioskDesk {
  page = $state.raw<KioskPage>();
  /** The link opens nothing. */
  isGone = $state(false);
  stage = $state<Stage>('start');
  ballot = $state.raw<KioskBallot>();
  /** By category the project, or '' for none. */
  picks = $state<Record<string, string>>({});
  error = $state.raw<unknown>();
  busy = $state(false);
  /** Seconds until the start screen comes back. */
  left = $state(IDLE_S);
  #code = '';

  constructor(
    readonly day: string,
    readonly token: string,
  ) {}

  /** Looks now and then whether voting is open; counts the seconds. Returns the way to stop. */
  run(): () => void {
    void this.look();
    const looking = setInterval(() => void this.look(), LOOK_MS);
    const ticking = setInterval(() => this.#tick(), 1000);
    return () => {
      clearInterval(looking);
      clearInterval(ticking);
    };
  }

  async look(): Promise<void> {
    try {
      this.page = await call(choiceOpenKiosk({ path: { day: this.day }, body: { token: this.token } }));
      this.isGone = false;
      if (this.stage === 'start' && !(this.error instanceof ProblemError)) this.error = undefined;
    } catch (error) {
      if (error instanceof ProblemError && error.status < 500) this.isGone = true;
      else if (!this.page) this.error = error;
    }
  }

  /** Somebody is there. */
  touch = (): void => {
    if (this.stage === 'ballot') this.left = IDLE_S;
  };

  read = async (code: string): Promise<void> => {
    if (this.busy || this.stage !== 'start') return;
    await this.#ask(async () => {
      const body = { token: this.token, code };
      this.ballot = await call(choiceReadCode({ path: { day: this.day }, body }));
      this.#code = code;
      this.picks = Object.fromEntries(this.ballot.categories.map(({ id, chosen }) => [id, chosen ?? '']));
      this.#go('ballot', IDLE_S);
    });
  };

  cast = async (): Promise<void> => {
    if (this.busy || !this.ballot) return;
    await this.#ask(async () => {
      const ballots = Object.fromEntries(Object.entries(this.picks).map(([id, pick]) => [id, pick || null]));
      const body = { token: this.token, code: this.#code, ballots };
      await call(choiceCastAtKiosk({ path: { day: this.day }, body }));
      this.#forget();
      this.#go('thanks', THANKS_S);
    });
  };

  /** Back to the start, with nothing of the person left. */
  leave = (): void => {
    this.#forget();
    this.error = undefined;
    this.#go('start', IDLE_S);
  };

  #forget(): void {
    this.ballot = undefined;
    this.picks = {};
    this.#code = '';
  }

  #go(stage: Stage, seconds: number): void {
    this.stage = stage;
    this.left = seconds;
  }

  #tick(): void {
    if (this.stage === 'start' || this.busy) return;
    this.left -= 1;
    if (this.left <= 0) this.leave();
  }

  async #ask(act: () => Promise<void>): Promise<void> {
    this.busy = true;
    this.error = undefined;
    try {
      await act();
    } catch (error) {
      this.error = error;
      void this.look(); // revoked, or voting has ended
    } finally {
      this.busy = false;
    }
  }
}
