import {
  call,
  releaseAddMapping,
  releaseChangeMapping,
  releaseListMappings,
  releaseRemoveMapping,
  type FileMapping,
  type SavedMapping,
} from '../../lib/api/client';
import { Resource } from '../../lib/api/resource.svelte';

/** How workforce tools write their files, kept under names. Each step throws what the server refuses. */
export class Mappings {
  readonly list = new Resource(() => call(releaseListMappings({ path: { day: this.day } })));

  constructor(readonly day: string) {}

  /** Whether this person may keep, rename and delete them; unknown before there is one. */
  get mayChange(): boolean {
    return this.list.data?.every(({ may_change }) => may_change) ?? true;
  }

  add = async (name: string, mapping: FileMapping): Promise<string> => {
    const { id } = await call(releaseAddMapping({ path: { day: this.day }, body: { name, mapping } }));
    await this.list.refresh();
    return id;
  };

  /** Renames one, or replaces what it says. */
  change = async ({ id, name, mapping }: Pick<SavedMapping, 'id' | 'name' | 'mapping'>): Promise<void> => {
    await call(releaseChangeMapping({ path: { day: this.day, mapping: id }, body: { name, mapping } }));
    await this.list.refresh();
  };

  remove = async ({ id }: SavedMapping): Promise<void> => {
    await call(releaseRemoveMapping({ path: { day: this.day, mapping: id } }));
    await this.list.refresh();
  };
}
