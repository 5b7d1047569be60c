import { expect, test } from 'vitest';
import { withInserted } from './inserting';

test('a kept answer comes behind what is written, or alone', () => {
  expect(withInserted('', 'See page 3.')).toBe('See page 3.');
  expect(withInserted('Good question.\n', 'See page 3.')).toBe('Good question.\n\nSee page 3.');
  expect(withInserted('Good question.', '')).toBe('Good question.');
});
