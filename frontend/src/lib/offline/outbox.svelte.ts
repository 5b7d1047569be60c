import { OfflineError, ProblemError } from '../api/client';
import { Store, type Item, type Rejected } from './store';
import { uuid } from './uuid';

/** Sends one payload; throws what `call()` throws. The key goes into the `Idempotency-Key` header. */
export type Send<T> = (payload: T, idempotencyKey: string, key: string) => Promise<unknown>;

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;
/** Refusals that pass by themselves: signed out, too early, too many, a lock; everything else from 400 to 499 stays. */
const PASSING = new Set([401, 408, 423, 425, 429]);

/**
 * What people save over a bad network: on the phone's disk at once, on the server as soon as that answers.
 *
 * One item waits per key (the last one wins). Its Idempotency-Key is made before the first try and kept over
 * reloads, so that a lost answer cannot count twice. Sends at start, after each put, when the network or the page
 * comes back, and from time to time. What the server refuses is kept with the reason until dismissed or replaced.
 * The name should hold the person's id: phones are lent.
 */
export class Outbox<T> {
  #items = $state.raw<Item<T>[]>([]);
  #rejected = $state.raw<Rejected<T>[]>([]);
  online = $state(navigator.onLine);
  sending = $state(false);
  /** What is left from before has been read. */
  ready = $state(false);
  #store: Store<T>;
  #send: Send<T>;
  #tries = 0;
  #again = false;
  #round: Promise<void> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(name: string, send: Send<T>) {
    this.#store = new Store<T>(name);
    this.#send = send;
  }

  /** How many items are not on the server yet. */
  get waiting(): number {
    return this.#items.length;
  }

  get rejected(): Rejected<T>[] {
    return this.#rejected;
  }

  /** The payload that waits under this key, for showing what the person last saved. */
  pending(key: string): T | undefined {
    return this.#items.find((item) => item.key === key)?.payload;
  }

  /** Reads what is left from before and begins to send; returns the way to stop. */
  start(): () => void {
    const online = (): void => {
      this.online = true;
      this.wake();
    };
    const offline = (): void => void (this.online = false);
    const shown = (): void => {
      if (document.visibilityState === 'visible') this.wake(); // iOS has no background sync
    };
    window.addEventListener('online', online);
    window.addEventListener('offline', offline);
    document.addEventListener('visibilitychange', shown);
    this.wake();
    return () => {
      window.removeEventListener('online', online);
      window.removeEventListener('offline', offline);
      document.removeEventListener('visibilitychange', shown);
      clearTimeout(this.#timer);
    };
  }

  /** Resolves when the payload is safe on the disk of this device; rejects when it is not. */
  async put(key: string, payload: T): Promise<void> {
    void navigator.storage?.persist?.();
    await this.#store.put({ key, payload, idempotencyKey: uuid(), at: Date.now() });
    await this.#read();
    this.wake();
  }

  /** Keeps an unfinished payload over reloads; `put` under the same key removes it. */
  saveDraft = (key: string, payload: T): Promise<void> => this.#store.saveDraft(key, payload);
  draft = (key: string): Promise<T | undefined> => this.#store.draft(key);

  async dismiss(key: string): Promise<void> {
    await this.#store.dismiss(key);
    await this.#read();
  }

  /** Tries at once, with fresh patience. */
  wake(): void {
    this.#tries = 0;
    void this.flush();
  }

  /** Sends everything that waits, each item once; called while sending it makes one more round follow. */
  flush(): Promise<void> {
    this.#again = true;
    this.#round ??= this.#rounds().finally(() => (this.#round = undefined));
    return this.#round;
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#store.close();
  }

  async #rounds(): Promise<void> {
    clearTimeout(this.#timer);
    this.sending = true;
    try {
      while (this.#again) {
        this.#again = false;
        for (const item of await this.#read()) await this.#deliver(item);
        await this.#read();
      }
    } finally {
      this.sending = false;
    }
    if (this.waiting) {
      const longest = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.#tries++);
      this.#timer = setTimeout(() => void this.flush(), Math.random() * longest);
    }
  }

  async #deliver(item: Item<T>): Promise<void> {
    try {
      await this.#send(item.payload, item.idempotencyKey, item.key);
      await this.#store.settle(item);
      this.online = true;
    } catch (error) {
      if (error instanceof ProblemError && error.status < 500 && !PASSING.has(error.status)) {
        await this.#store.settle(item, { code: error.code, reason: error.message });
      } else if (error instanceof OfflineError) {
        this.online = navigator.onLine;
      }
    }
  }

  async #read(): Promise<Item<T>[]> {
    this.#rejected = await this.#store.rejected();
    this.#items = await this.#store.waiting();
    this.ready = true;
    return this.#items;
  }
}
