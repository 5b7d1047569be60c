import { expect, test } from 'vitest';
import type { BoardState, Row, Shown } from './board';
import { composition, litPage, placed, scoreText, status, steady, wallPage } from './places';

const STATE: BoardState = {
  phase: 'judging',
  frozen: false,
  reveal_step: 0,
  lit: [],
  announcement: '',
  ends_at: null,
};

function shown(teams: number, state: Partial<BoardState> = {}, moved: [string, number][] = []): Shown {
  const rows = Array.from({ length: teams }, (_, place): Row => {
    const team = `t${String(teams - place).padStart(3, '0')}`;
    return { team, name: team, challenge: '', track: '', site: '', score: 100 - place };
  });
  const ranks = rows.map((_, place) => place + 1);
  return { board: { rows, ranks }, state: { ...STATE, ...state }, moved: new Map(moved) };
}

test('only who gained places climbs', () => {
  const moved: [string, number][] = [
    ['t003', 2],
    ['t002', -1],
    ['t001', 0],
  ];
  expect(placed(shown(3, {}, moved)).map((team) => team.climbed)).toEqual([2, 0, 0]);
});

test('the order in the document does not follow the scores', () => {
  const teams = placed(shown(4));
  expect(steady(teams).map((team) => team.place)).toEqual([3, 2, 1, 0]);
  expect(steady([...teams].reverse())).toEqual(steady(teams));
});

test('a board is live, frozen, being revealed or final', () => {
  const cases: [Partial<BoardState>, string][] = [
    [{ phase: 'hacking' }, 'waiting'],
    [{}, 'live'],
    [{ phase: 'frozen', frozen: true }, 'frozen'],
    [{ phase: 'revealed', frozen: true }, 'reveal'],
    [{ phase: 'revealed' }, 'final'],
    [{ phase: 'closed' }, 'final'],
  ];
  for (const [state, name] of cases) expect(status({ ...STATE, ...state })).toBe(name);
});

test('the screen is divided for few teams and for many', () => {
  expect(composition(0)).toEqual({ heroes: 6, columns: 0, rows: 10, pages: 0 });
  expect(composition(8)).toEqual({ heroes: 8, columns: 0, rows: 10, pages: 0 });
  expect(composition(11)).toEqual({ heroes: 10, columns: 1, rows: 10, pages: 1 });
  expect(composition(35)).toEqual({ heroes: 10, columns: 2, rows: 13, pages: 1 });
  expect(composition(200)).toEqual({ heroes: 10, columns: 3, rows: 20, pages: 4 });
  const last = wallPage(placed(shown(200)), 3);
  expect([last.first, last.teams.length, last.teams[0]!.rank]).toEqual([190, 10, 191]);
});

test('the wall turns to the team that is being revealed', () => {
  const lit = (team: string) => litPage(placed(shown(200, { lit: [team] })));
  expect([lit('t001'), lit('t140'), lit('t200'), lit('gone')]).toEqual([3, 0, null, null]);
});

test('scores that differ look different', () => {
  expect(scoreText(8350, 'en')).toBe('83.50');
  expect(scoreText(8351, 'de')).toBe('83,51');
  expect(scoreText(10_000, 'en')).toBe('100.00');
  expect(scoreText(null, 'en')).toBe('–');
});
