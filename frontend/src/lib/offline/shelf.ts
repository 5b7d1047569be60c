import { openDB, type IDBPDatabase } from 'idb';

/** Answers of the server that a screen needs without a network, each under a key, on the disk of this device. */
export class Shelf<T> {
  #opened: Promise<IDBPDatabase> | undefined;

  constructor(readonly name: string) {}

  #db(): Promise<IDBPDatabase> {
    const forget = (): void => void (this.#opened = undefined);
    this.#opened ??= openDB(this.name, 1, {
      upgrade: (db) => void db.createObjectStore('kept'),
      terminated: forget, // iOS closes databases behind our back
    });
    this.#opened.catch(forget);
    return this.#opened;
  }

  async get(key: string): Promise<T | undefined> {
    return (await this.#db()).get('kept', key) as Promise<T | undefined>;
  }

  async put(key: string, value: T): Promise<void> {
    await (await this.#db()).put('kept', value, key);
  }
}
