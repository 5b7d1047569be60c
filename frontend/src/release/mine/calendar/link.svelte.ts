import {
  call,
  releaseGetCalendarLink,
  releaseRenewCalendarLink,
  releaseRevokeCalendarLink,
} from '../../../lib/api/client';
import { Resource } from '../../../lib/api/resource.svelte';

/** My secret calendar address; `url` only right after it was made. */
export class CalendarAddress {
  readonly link = new Resource(() => call(releaseGetCalendarLink({ path: { day: this.day } })));
  url = $state<string>();

  constructor(readonly day: string) {}

  renew = async (): Promise<void> => {
    const { url, created_at } = await call(releaseRenewCalendarLink({ path: { day: this.day } }));
    this.url = url;
    this.link.set({ created_at });
  };

  revoke = async (): Promise<void> => {
    await call(releaseRevokeCalendarLink({ path: { day: this.day } }));
    this.url = undefined;
    this.link.set({ created_at: null });
  };
}
