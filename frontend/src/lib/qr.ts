/*
 * QR codes of versions 1 to 6 with error correction M (ISO/IEC 18004), which hold 106 bytes: an address or a code.
 * Letters, figures and $%*+-./: alone are packed densely; anything else as bytes of UTF-8.
 */
const DENSE = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';
/** Of versions 1 to 6 at M: codewords of data, of correction in each block, and blocks. */
const SIZES = [
  [16, 10, 1],
  [28, 16, 1],
  [44, 26, 1],
  [64, 18, 2],
  [86, 24, 2],
  [108, 16, 4],
] as const;
const MASKS: readonly ((row: number, column: number) => boolean)[] = [
  (r, c) => (r + c) % 2 === 0,
  (r) => r % 2 === 0,
  (_, c) => c % 3 === 0,
  (r, c) => (r + c) % 3 === 0,
  (r, c) => (Math.floor(r / 2) + Math.floor(c / 3)) % 2 === 0,
  (r, c) => ((r * c) % 2) + ((r * c) % 3) === 0,
  (r, c) => (((r * c) % 2) + ((r * c) % 3)) % 2 === 0,
  (r, c) => (((r + c) % 2) + ((r * c) % 3)) % 2 === 0,
];

/** Rows of modules, true for dark, without the quiet zone of four modules around them. */
export type Matrix = boolean[][];

/** Throws when the text is too long. */
export function qr(text: string): Matrix {
  const { version, data } = codewords(text);
  const frame = blank(version);
  place(frame, corrected(data, version));
  const masked = MASKS.map((mask, at) => finished(frame, mask, at));
  return masked.reduce((best, next) => (penalty(next) < penalty(best) ? next : best));
}

/** A path of the dark modules for an SVG with one unit a module. */
export const path = (matrix: Matrix): string =>
  matrix.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join('');

function codewords(text: string): { version: number; data: number[] } {
  const dense = [...text].every((letter) => DENSE.includes(letter));
  const bytes = new TextEncoder().encode(text);
  const bits: number[] = [];
  const put = (value: number, length: number): void => {
    for (let at = length - 1; at >= 0; at -= 1) bits.push((value >> at) & 1);
  };
  put(dense ? 2 : 4, 4);
  put(bytes.length, dense ? 9 : 8);
  if (dense) {
    const values = [...text].map((letter) => DENSE.indexOf(letter));
    for (let at = 0; at < values.length; at += 2) {
      const [first, second] = [values[at]!, values[at + 1]];
      if (second === undefined) put(first, 6);
      else put(first * 45 + second, 11);
    }
  } else for (const byte of bytes) put(byte, 8);
  const place = SIZES.findIndex(([most]) => bits.length <= most * 8);
  const size = SIZES[place];
  if (!size) throw new RangeError('too long for a QR code');
  put(0, Math.min(4, size[0] * 8 - bits.length));
  put(0, -bits.length & 7);
  const data = Array.from({ length: bits.length / 8 }, (_, at) =>
    bits.slice(at * 8, at * 8 + 8).reduce((value, bit) => value * 2 + bit, 0),
  );
  for (let at = 0; data.length < size[0]; at += 1) data.push(at % 2 ? 17 : 236);
  return { version: place + 1, data };
}

/** The product in the field of 256 elements with the polynomial 0x11d. */
function times(a: number, b: number): number {
  let product = 0;
  for (let bit = 7; bit >= 0; bit -= 1) {
    product = (product << 1) ^ ((product >> 7) * 0x11d);
    if ((b >> bit) & 1) product ^= a;
  }
  return product;
}

/** The remainder of `data` by the Reed-Solomon generator of this degree. */
export function correction(data: readonly number[], degree: number): number[] {
  let generator = [1];
  let root = 1;
  for (let at = 0; at < degree; at += 1) {
    const shifted = [...generator, 0];
    generator = shifted.map((value, n) => value ^ (n ? times(generator[n - 1]!, root) : 0));
    root = times(root, 2);
  }
  const rest = [...data, ...Array<number>(degree).fill(0)];
  for (let at = 0; at < data.length; at += 1) {
    const factor = rest[at]!;
    generator.forEach((value, n) => (rest[at + n]! ^= times(value, factor)));
  }
  return rest.slice(data.length);
}

/** Data and correction of all blocks, a codeword of each block in turn. All blocks of these versions are as long. */
function corrected(data: readonly number[], version: number): number[] {
  const [length, degree, count] = SIZES[version - 1]!;
  const each = length / count;
  const blocks = Array.from({ length: count }, (_, at) => data.slice(at * each, (at + 1) * each));
  const extra = blocks.map((block) => correction(block, degree));
  const turn = (parts: number[][]): number[] => parts[0]!.flatMap((_, at) => parts.map((part) => part[at]!));
  return [...turn(blocks), ...turn(extra)];
}

type Frame = (boolean | null)[][];

/** The fixed patterns; null where data goes. What holds the format is light for now. */
function blank(version: number): Frame {
  const size = 17 + 4 * version;
  const frame: Frame = Array.from({ length: size }, () => Array<boolean | null>(size).fill(null));
  const square = (row: number, column: number, reach: number, dark: (ring: number) => boolean): void => {
    for (let r = -reach; r <= reach; r += 1)
      for (let c = -reach; c <= reach; c += 1)
        if (frame[row + r]?.[column + c] !== undefined)
          frame[row + r]![column + c] = dark(Math.max(Math.abs(r), Math.abs(c)));
  };
  for (let at = 0; at < size; at += 1) frame[6]![at] = frame[at]![6] = at % 2 === 0;
  if (version > 1) square(size - 7, size - 7, 2, (ring) => ring !== 1);
  for (const [row, column] of [
    [3, 3],
    [3, size - 4],
    [size - 4, 3],
  ] as const)
    square(row, column, 4, (ring) => ring !== 2 && ring !== 4);
  for (const [row, column] of formatPlaces(size).flat()) frame[row]![column] = false;
  frame[size - 8]![8] = true;
  return frame;
}

/** The two places of each of the 15 bits of the format, the lowest bit first. */
function formatPlaces(size: number): [number, number][][] {
  return Array.from({ length: 15 }, (_, at) => [
    at < 6 ? [at, 8] : at < 8 ? [at + 1, 8] : at === 8 ? [8, 7] : [8, 14 - at],
    at < 8 ? [8, size - 1 - at] : [size - 15 + at, 8],
  ]);
}

/** Two columns at a time from the right, up and down in turn, past the column of the timing pattern. */
function place(frame: Frame, words: readonly number[]): void {
  const size = frame.length;
  let at = 0;
  for (let right = size - 1, up = true; right > 0; right -= 2, up = !up) {
    if (right === 6) right = 5;
    for (let step = 0; step < size; step += 1) {
      const row = up ? size - 1 - step : step;
      for (const column of [right, right - 1]) {
        if (frame[row]![column] !== null) continue;
        frame[row]![column] = (((words[at >> 3] ?? 0) >> (7 - (at & 7))) & 1) === 1;
        at += 1;
      }
    }
  }
}

function finished(frame: Frame, mask: (row: number, column: number) => boolean, number: number): Matrix {
  const size = frame.length;
  const free = blank((size - 17) / 4);
  const matrix = frame.map((row, r) =>
    row.map((dark, c) => (free[r]![c] === null ? dark !== mask(r, c) : dark === true)),
  );
  let rest = number << 10; // level M is 00
  for (let bit = 14; bit >= 10; bit -= 1) if ((rest >> bit) & 1) rest ^= 0x537 << (bit - 10);
  const format = ((number << 10) | rest) ^ 0x5412;
  formatPlaces(size).forEach((places, at) => {
    for (const [row, column] of places) matrix[row]![column] = ((format >> at) & 1) === 1;
  });
  return matrix;
}

/** How hard the standard thinks this is to read: runs, blocks, patterns like a finder, and too much of one colour. */
function penalty(matrix: Matrix): number {
  const size = matrix.length;
  const lines = [...matrix, ...matrix.map((_, c) => matrix.map((row) => row[c]!))].map((line) =>
    line.map((dark) => (dark ? '1' : '0')).join(''),
  );
  let sum = 0;
  for (const line of lines) {
    for (const run of line.match(/0{5,}|1{5,}/g) ?? []) sum += run.length - 2;
    for (const finder of ['10111010000', '00001011101'])
      for (let at = line.indexOf(finder); at >= 0; at = line.indexOf(finder, at + 1)) sum += 40;
  }
  for (let r = 1; r < size; r += 1)
    for (let c = 1; c < size; c += 1) {
      const dark = matrix[r]![c];
      if (matrix[r - 1]![c] === dark && matrix[r]![c - 1] === dark && matrix[r - 1]![c - 1] === dark)
        sum += 3;
    }
  const share = matrix.flat().filter(Boolean).length / (size * size);
  return sum + 10 * Math.floor(Math.abs(share * 100 - 50) / 5);
}
