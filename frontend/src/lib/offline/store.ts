import { openDB, type DBSchema, type IDBPDatabase } from 'idb';

export type Item<T> = { key: string; payload: T; idempotencyKey: string; at: number };
export type Refused = { code: string; reason: string };
export type Rejected<T> = Item<T> & Refused;

interface Schema<T> extends DBSchema {
  waiting: { key: string; value: Item<T> };
  rejected: { key: string; value: Rejected<T> };
  drafts: { key: string; value: T };
}

/** The outbox on the phone's disk. */
export class Store<T> {
  #opened: Promise<IDBPDatabase<Schema<T>>> | undefined;

  constructor(readonly name: string) {}

  /** Opens at first use, and again after iOS has closed the database behind our back. */
  #db(): Promise<IDBPDatabase<Schema<T>>> {
    const forget = (): void => void (this.#opened = undefined);
    this.#opened ??= openDB<Schema<T>>(this.name, 1, {
      upgrade(db) {
        db.createObjectStore('waiting', { keyPath: 'key' });
        db.createObjectStore('rejected', { keyPath: 'key' });
        db.createObjectStore('drafts');
      },
      terminated: forget,
    });
    this.#opened.catch(forget);
    return this.#opened;
  }

  /** Puts the item in the place of an older one with its key, refused or not, and of the draft. */
  async put(item: Item<T>): Promise<void> {
    const change = (await this.#db()).transaction(['waiting', 'rejected', 'drafts'], 'readwrite');
    await Promise.all([
      change.objectStore('waiting').put(item),
      change.objectStore('rejected').delete(item.key),
      change.objectStore('drafts').delete(item.key),
      change.done,
    ]);
  }

  /** Takes a sent or refused item out, unless a newer one has taken its place meanwhile. */
  async settle(item: Item<T>, refused?: Refused): Promise<void> {
    const change = (await this.#db()).transaction(['waiting', 'rejected'], 'readwrite');
    const waiting = change.objectStore('waiting');
    if ((await waiting.get(item.key))?.idempotencyKey === item.idempotencyKey) {
      await waiting.delete(item.key);
      if (refused) await change.objectStore('rejected').put({ ...item, ...refused });
    }
    await change.done;
  }

  async waiting(): Promise<Item<T>[]> {
    return (await (await this.#db()).getAll('waiting')).sort((a, b) => a.at - b.at);
  }

  async rejected(): Promise<Rejected<T>[]> {
    return (await this.#db()).getAll('rejected');
  }

  async dismiss(key: string): Promise<void> {
    await (await this.#db()).delete('rejected', key);
  }

  async saveDraft(key: string, payload: T): Promise<void> {
    await (await this.#db()).put('drafts', payload, key);
  }

  async draft(key: string): Promise<T | undefined> {
    return (await this.#db()).get('drafts', key);
  }

  async close(): Promise<void> {
    (await this.#opened)?.close();
    this.#opened = undefined;
  }
}
