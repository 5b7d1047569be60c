import { call, scoreboardListBoards } from '../lib/api/client';
import { Resource } from '../lib/api/resource.svelte';
import { connect, liveUrl, type LinkState } from '../lib/live/socket';
import { commit, DISPLAY_BEAT, fold, isUrgent, token, type Known, type Message, type Shown } from './board';

/** The board of a day as it changes: messages are folded as they come, and shown on one beat. */
export class BoardFeed {
  /** What stands on the screen; undefined until the first message. */
  shown = $state.raw<Shown>();
  link = $state<LinkState>('connecting');
  /** When the screen last learned that it is up to date; milliseconds of this computer's clock, 0 for never. */
  heardAt = $state(0);
  /** Name and zone of the day, and which boards it has; for everybody. */
  readonly day;
  readonly #path: string;
  #known: Known | null = null;
  #told: Known | null = null;
  #ahead = 0;

  constructor(day: string) {
    this.#path = `/api/days/${encodeURIComponent(day)}/boards/overall/live`;
    this.day = new Resource(() => call(scoreboardListBoards({ path: { day } })));
  }

  /** The server's time, for countdowns. */
  now = (): number => Date.now() + this.#ahead;

  /** Reads the day's name, and watches; returns the way to stop. */
  start(): () => void {
    this.day.load();
    const stop = connect({
      url: (after) => liveUrl(this.#path) + (after ? `?after=${after}` : ''),
      after: () => token(this.#known),
      take: (message) => this.#take(message as Message),
      state: (link) => (this.link = link),
    });
    const beat = setInterval(() => this.#beat(), DISPLAY_BEAT);
    return () => {
      clearInterval(beat);
      stop();
    };
  }

  #take(message: Message): boolean {
    const { known, gap } = fold(this.#known, message);
    if (gap) return false;
    this.#known = known;
    this.heardAt = Date.now();
    if (message.type === 'beat') this.#ahead = Date.parse(message.now) - Date.now();
    if (known && isUrgent(this.shown ?? null, known)) this.#beat();
    return true;
  }

  #beat(): void {
    if (!this.#known) return;
    if (this.#known === this.#told && !this.shown?.moved.size) return; // nothing new, no mark to take away
    this.#told = this.#known;
    this.shown = commit(this.shown ?? null, this.#known);
  }
}
