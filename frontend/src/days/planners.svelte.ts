import {
  call,
  peopleListSites,
  releaseListPlanners,
  releaseSetPlannerSites,
  type PlannerSites,
} from '../lib/api/client';
import { Resource } from '../lib/api/resource.svelte';

/** Who plans the rota of which sites. */
export class Planners {
  readonly list = new Resource<PlannerSites[]>(() => call(releaseListPlanners({ path: { day: this.day } })));
  readonly sites = new Resource(() => call(peopleListSites()));

  constructor(readonly day: string) {}

  limit = async (person: string, sites: string[]): Promise<void> =>
    this.list.set(await call(releaseSetPlannerSites({ path: { day: this.day, person }, body: { sites } })));
}
