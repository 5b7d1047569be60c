import { createContext } from 'svelte';
import { call, onSignedOut, peopleGetMe, type Me } from '../lib/api/client';
import { Resource } from '../lib/api/resource.svelte';

/** Who is signed in, for every screen: `const session = getSession()`, then `session.person`. */
export class Session {
  readonly me = new Resource<Me>(() => call(peopleGetMe()));

  get person(): Me['person'] {
    return this.me.data?.person ?? null;
  }

  /** Reads who it is, and notices later when the server no longer knows. Returns the way to stop. */
  start(): () => void {
    this.me.load();
    return onSignedOut(() => this.me.set({ person: null }));
  }
}

export const [getSession, setSession] = createContext<Session>();
