import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { commit, fold, isUrgent, token, type BoardState, type Known, type Message, type Row } from './board';

/** Messages agreed with the server: the same files that its tests compare with its bytes. */
const WIRE = join(import.meta.dirname, '../../../tests/wire');
const agreed = (name: string) => JSON.parse(readFileSync(join(WIRE, `${name}.json`), 'utf8'));

function row(team: string, score: number | null): Row {
  return { team, name: team, challenge: '', track: '', site: '', score };
}

const JUDGING: BoardState = {
  phase: 'judging',
  frozen: false,
  reveal_step: 0,
  lit: [],
  announcement: '',
  ends_at: null,
};
const FROZEN: BoardState = { ...JUDGING, phase: 'frozen', frozen: true };

function known(scores: [string, number | null][], state = JUDGING): Known {
  const rows = scores.map(([team, score]) => row(team, score));
  return { epoch: 'e', seq: 0, state, board: { rows, ranks: rows.map((_, place) => place + 1) } };
}

describe('fold', () => {
  test('the agreed messages give the agreed board, and gaps where agreed', () => {
    const { steps, seq, board, state } = agreed('fold');
    let now: Known | null = null;
    for (const { message, gap } of steps as { message: Message; gap: boolean }[]) {
      const after = fold(now, message);
      expect(after.gap, JSON.stringify(message)).toBe(gap);
      if (gap) expect(after.known).toBe(now);
      now = after.known;
    }
    expect(now).toEqual({ epoch: expect.any(String), seq, board, state });
  });

  test('snapshot, delta, state and beat follow upon each other', () => {
    let now: Known | null = null;
    for (const name of ['snapshot', 'delta', 'state', 'beat']) {
      const after = fold(now, agreed(name));
      expect(after.gap).toBe(false);
      now = after.known;
    }
    expect(token(now)).toBe('0123456789ab.2');
    expect(now!.board.ranks).toEqual([1, 2, 3, 3]);
  });

  test('a dropped delta is noticed by the next message of any kind', () => {
    const start = fold(null, agreed('snapshot')).known;
    expect(fold(start, agreed('state')).gap).toBe(true);
    expect(fold(start, agreed('beat')).gap).toBe(true);
  });

  test('a change that names an unknown team is a gap, not a hole', () => {
    const change = { rows: [], places: { first: 0, total: 1, teams: ['x'], ranks: [1] } };
    const start = known([['a', 1]]);
    const after = fold(start, { type: 'delta', epoch: 'e', seq: 1, from: 0, change });
    expect(after).toEqual({ known: start, gap: true });
  });

  test('a team without a place is gone, and a shorter board ends there', () => {
    const change = { rows: [], places: { first: 1, total: 2, teams: ['c'], ranks: [2] } };
    const start = known([
      ['a', 3],
      ['b', 2],
      ['c', 1],
    ]);
    const { known: after } = fold(start, { type: 'delta', epoch: 'e', seq: 1, from: 0, change });
    expect(after!.board.rows.map((r) => r.team)).toEqual(['a', 'c']);
    expect(after!.board.ranks).toEqual([1, 2]);
  });
});

describe('the display beat', () => {
  test('marks teams whose own score changed, with the places they went, and no others', () => {
    const before = commit(
      null,
      known([
        ['a', 30],
        ['b', 20],
        ['c', 10],
      ]),
    );
    const after = commit(
      before,
      known([
        ['c', 40],
        ['a', 30],
        ['b', 20],
      ]),
    );
    expect([...after.moved]).toEqual([['c', 2]]);
    expect([
      ...commit(
        after,
        known([
          ['c', 41],
          ['a', 30],
          ['b', 20],
        ]),
      ).moved,
    ]).toEqual([['c', 0]]);
  });

  test('marks last for one beat', () => {
    const now = known([
      ['b', 2],
      ['a', 1],
    ]);
    const after = commit(
      commit(
        null,
        known([
          ['a', 1],
          ['b', 0],
        ]),
      ),
      now,
    );
    expect(after.moved.size).toBe(1);
    expect(commit(after, now).moved.size).toBe(0);
  });

  test('a freeze shows the last board before it, and then nothing moves until it is revealed', () => {
    const live = commit(
      null,
      known([
        ['a', 2],
        ['b', 1],
      ]),
    );
    const frozen = commit(
      live,
      known(
        [
          ['b', 3],
          ['a', 2],
        ],
        FROZEN,
      ),
    );
    expect(frozen.board.rows[0]!.team).toBe('b');
    const hidden = known(
      [
        ['a', 9],
        ['b', 3],
      ],
      { ...FROZEN, announcement: 'Soon' },
    );
    const held = commit(frozen, hidden);
    expect(held.board).toBe(frozen.board);
    expect(held.moved.size).toBe(0);
    expect(held.state.announcement).toBe('Soon');
    const revealed = commit(held, { ...hidden, state: { ...FROZEN, reveal_step: 1 } });
    expect([...revealed.moved]).toEqual([['a', 1]]);
  });

  test('waits for the beat with scores, and not with a freeze', () => {
    const shown = commit(null, known([['a', 1]]));
    expect(isUrgent(null, known([['a', 1]]))).toBe(true);
    expect(isUrgent(shown, known([['a', 2]]))).toBe(false);
    expect(isUrgent(shown, known([['a', 1]], FROZEN))).toBe(true);
  });
});
