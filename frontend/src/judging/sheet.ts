import type { JudgeDay, Rubric, Sheet, SheetPage } from '../lib/api/client';

export type Points = Record<string, number>;
export type Filled = {
  points: Points;
  comment: string;
  /** Absent in what an earlier release kept on this phone. */
  note?: string;
};

/** A sheet on this phone. `base` is the version that the judge had before them, 0 for none. */
export type Draft = Filled & {
  day: string;
  project: string;
  rubric: string;
  base: number;
  writtenAt: string | null;
  /** Sheets that this one replaces before an answer came: one of them may be on the server all the same. */
  earlier: Filled[];
};

export type Total = { value: string | null; max: number; scored: number; of: number; weighted: boolean };

/** Whether every criterion counts the same; then people add up points, else they read a weighted mean. */
export const countsTheSame = ({ criteria }: Rubric): boolean =>
  new Set(criteria.map(({ weight }) => weight ?? 1)).size <= 1;

/** The sum of points where all criteria count the same, else the weighted mean, both of what is scored so far. */
export function total(points: Points, rubric: Rubric): Total {
  const { criteria, scale_max } = rubric;
  const done = criteria.filter(({ key }) => points[key] !== undefined);
  const weighted = !countsTheSame(rubric);
  const scored = { scored: done.length, of: criteria.length, weighted };
  if (!weighted) {
    const sum = done.reduce((so, { key }) => so + points[key]!, 0);
    return { ...scored, value: done.length ? String(sum) : null, max: criteria.length * scale_max };
  }
  const weights = done.reduce((so, { weight }) => so + (weight ?? 1), 0);
  const sum = done.reduce((so, { key, weight }) => so + (weight ?? 1) * points[key]!, 0);
  // One decimal, half up, in whole numbers, as the server does it.
  const tenths = Math.floor((sum * 20 + weights) / (weights * 2));
  const value = done.length ? `${Math.floor(tenths / 10)}.${tenths % 10}` : null;
  return { ...scored, value, max: scale_max };
}

/** What of these points the rubric still asks for. */
export function fitting(points: Points, { criteria, scale_min, scale_max }: Rubric): Points {
  return Object.fromEntries(
    criteria.flatMap(({ key }) => {
      const value = points[key];
      return value !== undefined && value >= scale_min && value <= scale_max ? [[key, value]] : [];
    }),
  );
}

export const same = (one: Filled, other: Filled): boolean =>
  one.comment === other.comment &&
  (one.note ?? '') === (other.note ?? '') &&
  Object.keys(one.points).length === Object.keys(other.points).length &&
  Object.entries(one.points).every(([key, value]) => other.points[key] === value);

export type State = 'open' | 'saved' | 'sent' | 'changed' | 'refused';

/** What the judge's list and the score sheet say about one project. */
export function stateOf(page: SheetPage, isWaiting: boolean, isRefused: boolean): State {
  if (isRefused) return 'refused';
  if (isWaiting) return 'saved';
  if (!page.sheet) return 'open';
  return page.sheet.is_whole ? 'sent' : 'changed'; // the rubric asks for more than it did
}

/** The first project after this one, round the list, that is not scored; from the start without `after`. */
export function nextOpen(
  pages: readonly SheetPage[],
  isOpen: (page: SheetPage) => boolean,
  after?: string,
): SheetPage | undefined {
  const at = pages.findIndex((page) => page.project_id === after) + 1;
  return [...pages.slice(at), ...pages.slice(0, at)].find(
    (page) => page.project_id !== after && isOpen(page),
  );
}

/** The judge's day with the sheet that the server has just taken. */
export function withSheet(day: JudgeDay, project: string, sheet: Sheet): JudgeDay {
  const newer = (page: SheetPage): boolean =>
    page.project_id === project && (page.sheet?.version ?? 0) <= sheet.version;
  return { ...day, pages: day.pages.map((page) => (newer(page) ? { ...page, sheet } : page)) };
}
