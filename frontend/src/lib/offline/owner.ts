/*
 * Whose unsent work this device keeps. It outlives a lost network and a session that has run out, so that a judge can
 * go on; signing out forgets it, because phones are lent.
 */
const KEY = 'offline-owner';

export const owner = (): string | null => localStorage.getItem(KEY);
export const setOwner = (person: string): void => localStorage.setItem(KEY, person);
export const forgetOwner = (): void => localStorage.removeItem(KEY);

export const outboxOf = (person: string): string => `scores-${person}`;

/** How many score sheets of this person are on this device only; asked before they sign out. */
export async function unsent(person: string): Promise<number> {
  const { Store } = await import('./store');
  const store = new Store(outboxOf(person));
  try {
    return (await store.waiting()).length;
  } finally {
    await store.close();
  }
}
