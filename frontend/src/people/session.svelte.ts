import { createContext } from 'svelte';
import { call, onSignedOut, peopleGetMe, ProblemError, type Me } from '../lib/api/client';
import { Resource } from '../lib/api/resource.svelte';

async function ask(): Promise<Me | null> {
  try {
    return await call(peopleGetMe());
  } catch (error) {
    if (error instanceof ProblemError && error.status === 401) return null;
    throw error;
  }
}

/** Who is signed in, for every screen: `const session = getSession()`, then `session.person`. */
export class Session {
  /** Null data: nobody. Refresh it after signing in or out. */
  readonly me = new Resource<Me | null>(ask);

  get person(): Me | null {
    return this.me.data ?? null;
  }

  /**
   * Reads who it is, and notices later when the server no longer knows. Returns the way to stop.
   *
   * A refusal may be late: of a question sent before the person signed in. So the server is asked once more.
   */
  start(): () => void {
    this.me.load();
    return onSignedOut(() => {
      if (this.me.data && !this.me.loading) void this.me.refresh();
    });
  }
}

export const [getSession, setSession] = createContext<Session>();
