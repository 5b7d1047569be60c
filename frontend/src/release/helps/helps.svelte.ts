import {
  call,
  releaseExplainMine,
  releaseExplainPerson,
  ProblemError,
  type Explanation,
} from '../../lib/api/client';
import { Resource } from '../../lib/api/resource.svelte';

/** Null: there is nothing to explain, the person goes or did not sign up. */
export type Told = { explanation: Explanation | null };

/** Why one person stays as things are now: oneself, or somebody for whom one answers. */
export class Helps {
  readonly told: Resource<Told>;

  constructor(day: string, person: string | undefined) {
    this.told = new Resource(async () => {
      try {
        const asked = person
          ? releaseExplainPerson({ path: { day, person } })
          : releaseExplainMine({ path: { day } });
        return { explanation: await call(asked) };
      } catch (error) {
        if (error instanceof ProblemError && error.status === 404) return { explanation: null };
        throw error;
      }
    });
  }
}
