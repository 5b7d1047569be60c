import { createContext } from 'svelte';
import { call, noticesListMine, noticesMarkRead, type Notice } from '../lib/api/client';
import { Resource } from '../lib/api/resource.svelte';

const EVERY_MS = 60_000;

/** What the signed-in person was told; the count is looked up each minute while the page is seen. */
export class Inbox {
  readonly first = new Resource(() => call(noticesListMine({ query: { limit: 20 } })));
  #older = $state.raw<Notice[]>([]);
  #next = $state.raw<string | null>();

  get notices(): Notice[] {
    return [...(this.first.data?.notices ?? []), ...this.#older];
  }

  get unread(): number {
    return this.first.data?.unread ?? 0;
  }

  get hasOlder(): boolean {
    return (this.#next === undefined ? this.first.data?.next : this.#next) != null;
  }

  /** Looks now, each minute and whenever the page is seen again. Returns the way to stop. */
  start(): () => void {
    const look = (): void => {
      if (document.visibilityState === 'visible') void this.first.refresh();
    };
    look();
    const timer = setInterval(look, EVERY_MS);
    document.addEventListener('visibilitychange', look);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }

  showOlder = async (): Promise<void> => {
    const after = this.notices.at(-1)?.id;
    const page = await call(noticesListMine({ query: { after, limit: 20 } }));
    this.#older = [...this.#older, ...page.notices];
    this.#next = page.next;
  };

  markRead = async (): Promise<void> => {
    const newest = this.first.data?.notices[0];
    if (!newest) return;
    await call(noticesMarkRead({ body: { up_to: newest.id } }));
    this.#older = [];
    this.#next = undefined;
    await this.first.refresh();
  };
}

export const [getInbox, setInbox] = createContext<Inbox>();
