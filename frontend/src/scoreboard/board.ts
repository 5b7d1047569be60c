/**
 * The board, the messages of its stream, and what a screen makes of them. Pure.
 * The twin of this file is `hackday/scoreboard/schemas.py`; both are tested with `tests/wire/`.
 */

export type Row = {
  team: string;
  name: string;
  challenge: string;
  track: string;
  site: string;
  /** Hundredths of a point, 0 to 10 000; null: no score yet. */
  score: number | null;
};

/** Teams in the order to show; beside each its rank, shared on a tie and null without a score. */
export type Board = { rows: readonly Row[]; ranks: readonly (number | null)[] };

export type BoardState = {
  phase: string;
  frozen: boolean;
  reveal_step: number;
  /** Teams that the newest step of the reveal uncovered. */
  lit: readonly string[];
  announcement: string;
  /** What the countdown runs to: ISO 8601, UTC. */
  ends_at: string | null;
};

type Places = { first: number; total: number; teams: string[]; ranks: (number | null)[] };
export type Change = { rows: Row[]; places: Places | null };

type Sent = { epoch: string; seq: number };
export type Snapshot = Sent & { type: 'snapshot'; state: BoardState; board: Board };
export type Delta = Sent & { type: 'delta'; from: number; change: Change };
export type State = Sent & { type: 'state'; from: number; state: BoardState };
export type Beat = Sent & { type: 'beat'; now: string };
export type Message = Snapshot | Delta | State | Beat;

/** All that a client knows of a stream. */
export type Known = Sent & { board: Board; state: BoardState };

/** What to send as `?after=` when connecting again: what was missed comes, or everything. */
export function token(known: Known | null): string | null {
  return known && `${known.epoch}.${known.seq}`;
}

/** Take one message in. With a gap nothing changes: connect again with `token(known)`. */
export function fold(known: Known | null, message: Message): { known: Known | null; gap: boolean } {
  if (message.type === 'snapshot') {
    const { epoch, seq, board, state } = message;
    return { known: { epoch, seq, board, state }, gap: false };
  }
  if (!known || message.epoch !== known.epoch) return { known, gap: true };
  if (message.type === 'beat') return { known, gap: message.seq > known.seq };
  if (known.seq > message.seq) return { known, gap: false }; // an old one
  if (known.seq < message.from) return { known, gap: true };
  if (message.type === 'state')
    return { known: { ...known, seq: message.seq, state: message.state }, gap: false };
  const board = apply(known.board, message.change);
  return board ? { known: { ...known, seq: message.seq, board }, gap: false } : { known, gap: true };
}

/** The board after the change; null when it names a team that this board does not know. */
export function apply(board: Board, change: Change): Board | null {
  const rows = new Map([...board.rows, ...change.rows].map((row) => [row.team, row]));
  let teams = board.rows.map((row) => row.team);
  let ranks = board.ranks;
  if (change.places) {
    const { first, total, ...now } = change.places;
    const end = first + now.teams.length;
    teams = [...teams.slice(0, first), ...now.teams, ...teams.slice(end)].slice(0, total);
    ranks = [...ranks.slice(0, first), ...now.ranks, ...ranks.slice(end)].slice(0, total);
  }
  const found = teams.map((team) => rows.get(team)).filter((row) => row !== undefined);
  return found.length === teams.length ? { rows: found, ranks } : null;
}

/** What stands on the screen. */
export type Shown = {
  board: Board;
  state: BoardState;
  /** Places gained (+) or lost (−) at the last beat, for teams whose own score changed and for no other. */
  moved: ReadonlyMap<string, number>;
};

/** Scores and ranks change together on this beat, in milliseconds; in between, messages are only folded. */
export const DISPLAY_BEAT = 3000;

/** Whether to commit at once and not wait for the beat: the first board, a freeze, a reveal, an announcement. */
export function isUrgent(shown: Shown | null, known: Known): boolean {
  return !shown || JSON.stringify(shown.state) !== JSON.stringify(known.state);
}

/** One beat: the screen shows what is known by now. While frozen no row moves, between two steps of the reveal. */
export function commit(shown: Shown | null, known: Known): Shown {
  const { board, state } = known;
  if (!shown) return { board, state, moved: new Map() };
  if (shown.state.frozen && state.frozen && shown.state.reveal_step === state.reveal_step) {
    return { board: shown.board, state, moved: new Map() };
  }
  return { board, state, moved: moves(shown.board, board) };
}

function moves(old: Board, now: Board): Map<string, number> {
  const before = new Map(old.rows.map((row, place) => [row.team, { score: row.score, place }]));
  const moved = new Map<string, number>();
  now.rows.forEach((row, place) => {
    const was = before.get(row.team);
    if (was && was.score !== row.score) moved.set(row.team, was.place - place);
  });
  return moved;
}
