import { createContext } from 'svelte';
import { call, questionsListQueue } from '../../lib/api/client';

/** How many questions wait for the reader's answer, for the menu; the queue's screen keeps it right. */
export class Waiting {
  count = $state(0);
  #day = '';

  /** Asks the server. A failure keeps the count: the queue itself tells what is wrong. */
  async look(day: string): Promise<void> {
    if (day !== this.#day) this.count = 0;
    this.#day = day;
    try {
      const { waiting } = await call(questionsListQueue({ path: { day }, query: { limit: 1 } }));
      if (day === this.#day) this.count = waiting;
    } catch {
      // asked again within a minute
    }
  }
}

export const [getWaiting, setWaiting] = createContext<Waiting>();
