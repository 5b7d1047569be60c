import { explain } from '../lib/api/explain';
import type { Progress } from '../lib/api/upload';
import { formatBytes } from '../lib/i18n';
import { t } from '../lib/i18n/common';

/** What the server takes: the ends of names, and bytes at most. */
export type Taken = { suffixes: readonly string[]; most: number };
export type Send = (file: File, progress: Progress, signal: AbortSignal) => Promise<unknown>;

/** Why a file need not be sent at all; undefined: the server has a look at it. */
export function hopeless(
  file: { name: string; size: number },
  { suffixes, most }: Taken,
): string | undefined {
  if (!suffixes.some((end) => file.name.toLowerCase().endsWith(end)))
    return t('upload_wrong_type', { types: suffixes.join(', ') });
  if (file.size > most)
    return t('upload_too_large', { size: formatBytes(file.size), most: formatBytes(most) });
  return file.size === 0 ? t('upload_empty') : undefined;
}

/** One file on its way. It goes from the list when it has arrived. */
export class Upload {
  part = $state(0);
  trouble = $state<string>();
  #stop = new AbortController();
  constructor(readonly name: string) {}

  /** True when it has arrived. */
  async run(file: File, taken: Taken, send: Send): Promise<boolean> {
    this.trouble = hopeless(file, taken);
    if (this.trouble) return false;
    try {
      await send(file, (part) => (this.part = part), this.#stop.signal);
      return true;
    } catch (error) {
      if (!this.#stop.signal.aborted) this.trouble = explain(error);
      return false;
    }
  }

  cancel(): void {
    this.#stop.abort();
  }
}
