import { call, releaseChangeSettings, releaseGetSettings, type SettingsChange } from '../../lib/api/client';
import { Resource } from '../../lib/api/resource.svelte';

/** How this day releases people. */
export class ReleaseSettings {
  readonly resource = new Resource(() => call(releaseGetSettings({ path: { day: this.day } })));

  constructor(readonly day: string) {}

  save = async (body: SettingsChange): Promise<void> =>
    this.resource.set(await call(releaseChangeSettings({ path: { day: this.day }, body })));
}
