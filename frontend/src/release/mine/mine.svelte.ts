import { call, releaseGetMine, releaseListShifts, releaseSetOffer } from '../../lib/api/client';
import { Resource } from '../../lib/api/resource.svelte';

/** An answer, a changed one too, shows within two seconds; what has not changed is not sent. */
const ANSWERS_MS = 1_500;
const SHIFTS_MS = 15_000;

/** My own release; an answer shows within seconds. */
export class Mine {
  readonly release = new Resource(() => call(releaseGetMine({ path: { day: this.day } })));
  readonly shifts = new Resource(() => call(releaseListShifts({ path: { day: this.day } })));

  constructor(readonly day: string) {}

  offer = async (extra_shifts: number): Promise<void> => {
    this.release.set(await call(releaseSetOffer({ path: { day: this.day }, body: { extra_shifts } })));
    await this.shifts.refresh();
  };

  /** Reads again while answers are given and the page is looked at; returns the way to stop. */
  follow = (): (() => void) => {
    const again = (resource: Resource<unknown>, every: number) =>
      setInterval(() => {
        if (!document.hidden) void resource.refresh();
      }, every);
    const timers = [again(this.release, ANSWERS_MS), again(this.shifts, SHIFTS_MS)];
    return () => timers.forEach(clearInterval);
  };
}
