import { call, releaseGetMine, releaseSetOffer } from '../../lib/api/client';
import { Resource } from '../../lib/api/resource.svelte';

/** So often while an answer is awaited, which then shows within two seconds; what has not changed is not sent. */
const AWAITED_MS = 1_500;
const REFRESH_MS = 6_000;

/** My own release; an answer shows within seconds. */
export class Mine {
  readonly release = new Resource(() => call(releaseGetMine({ path: { day: this.day } })));

  constructor(readonly day: string) {}

  offer = async (extra_shifts: number): Promise<void> =>
    this.release.set(await call(releaseSetOffer({ path: { day: this.day }, body: { extra_shifts } })));

  /** Reads again while the page is looked at; returns the way to stop. */
  follow = (): (() => void) => {
    let waited = 0;
    const timer = setInterval(() => {
      waited += AWAITED_MS;
      if (document.hidden || (this.release.data?.state !== 'wanted' && waited < REFRESH_MS)) return;
      waited = 0;
      void this.release.refresh();
    }, AWAITED_MS);
    return () => clearInterval(timer);
  };
}
