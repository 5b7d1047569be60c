import {
  call,
  releaseListColleagues,
  releaseListOwnShifts,
  type MyShift,
  type OpeningDraft,
} from '../../lib/api/client';
import { Resource } from '../../lib/api/resource.svelte';

/** Choosing what is given, to whom, and what is worked in return. */
export class Giving {
  readonly own = new Resource(() => call(releaseListOwnShifts({ path: { day: this.day } })));
  readonly colleagues = new Resource(async () => {
    const { site, role, starts_at, ends_at } = this.stretch;
    return call(
      releaseListColleagues({ path: { day: this.day }, query: { site, role, starts_at, ends_at } }),
    );
  });
  shift = $state('');
  role = $state('');
  asked = $state('');
  inReturn = $state('');

  constructor(readonly day: string) {}

  /** Those for which nobody is looked for yet. */
  get free(): MyShift[] {
    return this.own.data?.filter(({ is_open }) => !is_open) ?? [];
  }

  get chosen(): MyShift | undefined {
    return this.free.find(({ starts_at }) => starts_at === this.shift) ?? this.free[0];
  }

  get stretch() {
    const { site = '', role = '', starts_at = '', ends_at = '', roles = [] } = this.chosen ?? {};
    return { site, role: roles.includes(this.role) ? this.role : role, starts_at, ends_at };
  }

  get colleague() {
    return this.colleagues.data?.find(({ person }) => person === this.asked);
  }

  get draft(): OpeningDraft {
    const asked = this.colleague?.person ?? null;
    return { ...this.stretch, asked, return_shift: (asked && this.inReturn) || null };
  }

  load = async (): Promise<void> => {
    await this.own.refresh();
    await this.choose();
  };

  /** Another shift or role: others could take it. */
  choose = async (): Promise<void> => {
    this.asked = this.inReturn = '';
    if (this.chosen) await this.colleagues.refresh();
  };
}
