import { call, releaseGetMine, releaseSetOffer } from '../../lib/api/client';
import { Resource } from '../../lib/api/resource.svelte';

const REFRESH_MS = 5_000;

/** My own release; an answer shows within seconds. */
export class Mine {
  readonly release = new Resource(() => call(releaseGetMine({ path: { day: this.day } })));

  constructor(readonly day: string) {}

  offer = async (extra_shifts: number): Promise<void> =>
    this.release.set(await call(releaseSetOffer({ path: { day: this.day }, body: { extra_shifts } })));

  /** Reads again while the page is looked at; returns the way to stop. */
  follow = (): (() => void) => {
    const timer = setInterval(() => {
      if (!document.hidden) void this.release.refresh();
    }, REFRESH_MS);
    return () => clearInterval(timer);
  };
}
