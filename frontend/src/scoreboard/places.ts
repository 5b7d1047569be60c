/** Who stands where on a screen, and what the board as a whole is. Pure. */
import type { BoardState, Row, Shown } from './board';

/** One team on a screen; `place` is its position from 0, never shared, `rank` may be. */
export type Placed = { row: Row; rank: number | null; place: number; climbed: number; isLit: boolean };

/** In the order to show. `climbed`: places gained by a team whose own score changed, 0 for all others. */
export function placed(shown: Shown): Placed[] {
  const lit = new Set(shown.state.lit);
  return shown.board.rows.map((row, place) => ({
    row,
    place,
    rank: shown.board.ranks[place] ?? null,
    climbed: Math.max(0, shown.moved.get(row.team) ?? 0),
    isLit: lit.has(row.team),
  }));
}

/** An order that does not depend on scores: an element that is moved in the document would lose its transition. */
export function steady(teams: readonly Placed[]): Placed[] {
  return [...teams].sort((a, b) => (a.row.team < b.row.team ? -1 : 1));
}

export type Status = 'waiting' | 'live' | 'frozen' | 'reveal' | 'final';

export function status(state: BoardState): Status {
  if (state.frozen) return state.phase === 'frozen' ? 'frozen' : 'reveal';
  if (state.phase === 'judging') return 'live';
  return state.phase === 'revealed' || state.phase === 'closed' ? 'final' : 'waiting';
}

export const HEROES = 10;
const PER_COLUMN = 20;
const COLUMNS = 3;
const PER_PAGE = PER_COLUMN * COLUMNS;

export type Form = { heroes: number; columns: number; rows: number; pages: number };

/** How the big screen is divided for so many teams: rows of the hero column, columns, rows and pages of the wall. */
export function composition(teams: number): Form {
  const rest = Math.max(0, teams - HEROES);
  const columns = Math.min(COLUMNS, Math.ceil(rest / PER_COLUMN));
  const rows = Math.min(PER_COLUMN, Math.max(HEROES, Math.ceil(rest / (columns || 1))));
  return { heroes: rest ? HEROES : Math.max(6, teams), columns, rows, pages: Math.ceil(rest / PER_PAGE) };
}

/** The teams on a page of the wall, and the place of its first. */
export function wallPage(teams: readonly Placed[], page: number): { first: number; teams: Placed[] } {
  const first = HEROES + page * PER_PAGE;
  return { first, teams: teams.slice(first, first + PER_PAGE) };
}

/** The page of the wall on which the first lit team stands; null when none is lit, or it is among the heroes. */
export function litPage(teams: readonly Placed[]): number | null {
  const lit = teams.find((team) => team.isLit);
  return lit && lit.place >= HEROES ? Math.floor((lit.place - HEROES) / PER_PAGE) : null;
}

/** 8350 → "83.50": both decimals, for they decide on ranks, so equal scores on the screen share a rank. */
export function scoreText(score: number | null, tag: string): string {
  if (score === null) return '–';
  const digits = { minimumFractionDigits: 2, maximumFractionDigits: 2 };
  return new Intl.NumberFormat(tag, digits).format(score / 100);
}
