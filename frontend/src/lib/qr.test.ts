import { expect, it } from 'vitest';
import { correction, path, qr } from './qr';

const drawn = (text: string): string[] =>
  qr(text).map((row) => row.map((dark) => (dark ? '#' : '.')).join(''));

it('corrects by the published example of ISO 18004 tutorials: HELLO WORLD, version 1, level M', () => {
  const data = [32, 91, 11, 120, 209, 114, 220, 77, 67, 64, 236, 17, 236, 17, 236, 17];
  expect(correction(data, 10)).toEqual([196, 35, 39, 119, 235, 215, 231, 226, 93, 23]);
});

it('draws a code as another encoder does', () => {
  // segno 1.6.6, segno.make('ACDEFGHJKMNP', error='m', boost_error=False, micro=False, mask=3)
  expect(drawn('ACDEFGHJKMNP')).toEqual([
    '#######.#####.#######',
    '#.....#.#.##..#.....#',
    '#.###.#...#.#.#.###.#',
    '#.###.#.##.#..#.###.#',
    '#.###.#...##..#.###.#',
    '#.....#....##.#.....#',
    '#######.#.#.#.#######',
    '........#.###........',
    '#.##.###.#.##.#..#.##',
    '##...#.##..###.#.##.#',
    '#...####...#..#.##.#.',
    '.##.#....#.#.##...##.',
    '#..##.##.#..#..##..##',
    '........#..#..##..###',
    '#######.######....##.',
    '#.....#.#.......#...#',
    '#.###.#..##.#.#..####',
    '#.###.#.#..#..#.####.',
    '#.###.#.###.#.###.#..',
    '#.....#..#...#....#..',
    '#######.#....#...#.#.',
  ]);
});

it('takes the smallest version that holds the text', () => {
  const size = (text: string): number => qr(text).length;
  expect([size('A'.repeat(20)), size('A'.repeat(21))]).toEqual([21, 25]);
  expect([size('a'.repeat(14)), size('a'.repeat(15)), size('a'.repeat(106))]).toEqual([21, 25, 41]);
  expect(() => qr('a'.repeat(107))).toThrow(RangeError);
});

it('tells the level and mask twice, and has its three finders', () => {
  const matrix = qr('https://hackday.example/days/spring');
  const size = matrix.length;
  const finder = (row: number, column: number): string =>
    matrix
      .slice(row, row + 7)
      .map((line) =>
        line
          .slice(column, column + 7)
          .map(Number)
          .join(''),
      )
      .join();
  const expected = '1111111,1000001,1011101,1011101,1011101,1000001,1111111';
  expect([finder(0, 0), finder(0, size - 7), finder(size - 7, 0)]).toEqual([expected, expected, expected]);
  const first = [...Array(6).keys(), 7, 8].map((row) => matrix[row]![8]);
  const second = Array.from({ length: 8 }, (_, at) => matrix[8]![size - 1 - at]);
  expect(first).toEqual(second);
});

it('is drawn as a path of squares', () => {
  expect(
    path([
      [true, false],
      [false, true],
    ]),
  ).toBe('M0 0h1v1h-1zM1 1h1v1h-1z');
});
