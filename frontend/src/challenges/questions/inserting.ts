/** A kept answer put behind what is written already. */
export const withInserted = (written: string, kept: string): string =>
  [written.trimEnd(), kept].filter(Boolean).join('\n\n');
