import { expect, it } from 'vitest';
import { landing } from './landing';

it.each([
  [null, '/'],
  ['/days/spring?tab=2', '/days/spring?tab=2'],
  ['https://evil.example/', '/'],
  ['//evil.example/x', '/'],
  ['/\\evil.example', '/'],
  ['javascript:alert(1)', '/'],
])('%s leads to %s', (next, path) => {
  expect(landing(next)).toBe(path);
});
