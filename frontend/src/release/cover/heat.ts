import type { HeatCell, Levels } from '../../lib/api/client';
import { formatTag } from '../../lib/i18n/locale.svelte';
import { roleName } from '../shift';
import { t } from './texts';

/** Which numbers are looked at: as it stands, or as if the published plan were approved in full. */
export type Basis = 'left' | 'planned';
export type Level = keyof Levels;

export function levelOf(cell: HeatCell, basis: Basis): Level {
  if (!cell.minimum) return 'free';
  if (cell[basis] < cell.minimum) return 'short';
  return cell[basis] === cell.minimum ? 'tight' : 'ample';
}

/** How near to the minimum an ample shift is: 1 is next to it, 3 is far. */
export function depthOf(cell: HeatCell, basis: Basis): 1 | 2 | 3 {
  const spare = cell[basis] - (cell.minimum ?? 0);
  if (spare <= 1) return 1;
  return spare <= Math.max(3, (cell.minimum ?? 0) / 2) ? 2 : 3;
}

export const hurts = (cell: HeatCell, basis: Basis): boolean =>
  ['short', 'tight'].includes(levelOf(cell, basis));

export const keyOf = (cell: HeatCell): string => `${cell.role}|${cell.starts_at}|${cell.ends_at}`;

export type Stretch = { key: string; starts_at: string; ends_at: string };
export type Row = { role: string; cells: (HeatCell | undefined)[] };
/** One site as a table: a row for each role, a column for each shift in the order of time. */
export type Grid = { days: { label: string; span: number }[]; columns: Stretch[]; rows: Row[] };

/** Rows without anything tight or short are left out with `onlyHurting`, and columns that are then empty too. */
export function gridOf(cells: readonly HeatCell[], zone: string, basis: Basis, onlyHurting: boolean): Grid {
  const roles = new Set(cells.filter((cell) => !onlyHurting || hurts(cell, basis)).map((cell) => cell.role));
  const shown = cells.filter((cell) => roles.has(cell.role));
  const at = new Map(shown.map((cell) => [keyOf(cell), cell]));
  const columns = [
    ...new Map(
      shown.map(({ starts_at, ends_at }) => {
        const key = `${starts_at}|${ends_at}`;
        return [key, { key, starts_at, ends_at }];
      }),
    ).values(),
  ].sort(
    (a, b) =>
      Date.parse(a.starts_at) - Date.parse(b.starts_at) || Date.parse(a.ends_at) - Date.parse(b.ends_at),
  );
  const days: Grid['days'] = [];
  for (const column of columns) {
    const label = dayLabel(column.starts_at, zone);
    const last = days.at(-1);
    if (last?.label === label) last.span += 1;
    else days.push({ label, span: 1 });
  }
  const rows = [...roles]
    .sort()
    .map((role) => ({ role, cells: columns.map(({ key }) => at.get(`${role}|${key}`)) }));
  return { days, columns, rows };
}

const shapes = {
  day: { weekday: 'short', day: 'numeric', month: 'short' },
  clock: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
} satisfies Record<string, Intl.DateTimeFormatOptions>;
const formats: Record<string, Intl.DateTimeFormat> = {}; // to make one takes longer than to draw a cell

function write(iso: string, zone: string, shape: keyof typeof shapes): string {
  const tag = formatTag();
  const format = (formats[`${tag} ${zone} ${shape}`] ??= new Intl.DateTimeFormat(tag, {
    ...shapes[shape],
    timeZone: zone,
  }));
  return format.format(new Date(iso));
}

const dayLabel = (iso: string, zone: string): string => write(iso, zone, 'day');

/** "06:00" by the site's clock. */
export const clockAt = (iso: string, zone: string): string => write(iso, zone, 'clock');

/** All that a cell shows, in words. */
export function sentence(cell: HeatCell, zone: string, basis: Basis): string {
  const place = t('cell_place', {
    role: roleName(cell.role),
    day: dayLabel(cell.starts_at, zone),
    from: clockAt(cell.starts_at, zone),
    to: clockAt(cell.ends_at, zone),
  });
  const count = String; // plain figures: with separators they take long, and heads of a shift need none
  const standing = cell.minimum
    ? t('cell_minimum', {
        left: count(cell[basis]),
        minimum: count(cell.minimum),
        level: t(`level_${levelOf(cell, basis)}`),
      })
    : t('cell_free', { left: count(cell[basis]) });
  const parts = [`${place}: ${standing}`, t('cell_scheduled', { n: count(cell.scheduled) })];
  if (cell.planned !== cell.left)
    parts.push(
      basis === 'left'
        ? t('cell_planned', { n: count(cell.planned) })
        : t('cell_now', { n: count(cell.left) }),
    );
  if (cell.open_shifts) parts.push(t('cell_open', { n: cell.open_shifts }));
  return parts.join(' ');
}

export type Place = { row: number; column: number };

/** Where a key leads in a grid, over gaps; null for a key that is none of ours or leads out. */
export function moved(
  rows: readonly Row[],
  { row, column }: Place,
  key: string,
  whole: boolean,
): Place | null {
  const width = rows[0]?.cells.length ?? 0;
  const walk = (down: number, right: number, from: Place = { row, column }): Place | null => {
    let at = { row: from.row + down, column: from.column + right };
    while (at.row >= 0 && at.row < rows.length && at.column >= 0 && at.column < width) {
      if (rows[at.row]?.cells[at.column]) return at;
      at = { row: at.row + down, column: at.column + right };
    }
    return null;
  };
  switch (key) {
    case 'ArrowUp':
      return walk(-1, 0);
    case 'ArrowDown':
      return walk(1, 0);
    case 'ArrowLeft':
      return walk(0, -1);
    case 'ArrowRight':
      return walk(0, 1);
    case 'Home':
      return walk(0, 1, { row: whole ? 0 : row, column: -1 });
    case 'End':
      return walk(0, -1, { row: whole ? rows.length - 1 : row, column: width });
    default:
      return null;
  }
}

/** "3 shifts are short of people, 12 stand just at their minimum." */
export function summary({ short, tight }: Levels): string {
  return `${short ? t('sum_short', { n: short }) : t('sum_none_short')}, ${t('sum_tight', { n: tight })}.`;
}

export const added = (all: readonly Levels[]): Levels =>
  all.reduce(
    (sum, { short, tight, ample, free }) => ({
      short: sum.short + short,
      tight: sum.tight + tight,
      ample: sum.ample + ample,
      free: sum.free + free,
    }),
    { short: 0, tight: 0, ample: 0, free: 0 },
  );
