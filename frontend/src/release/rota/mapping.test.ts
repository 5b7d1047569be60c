import { expect, test } from 'vitest';
import type { FileMapping } from '../../lib/api/client';
import { columnName, columnsOf, delimiters, isOpen, isSame, sample, sentence } from './mapping';

test('a format is shown as a date would read in it', () => {
  expect(sample('%d.%m.%Y')).toBe('31.12.2027');
  expect(sample('%I:%M %p')).toBe('10:05 PM');
  expect(sample('100%% %q')).toBe('100% %q');
});

test('what was recognised is said in words, and names stay as they are', () => {
  expect(sentence({ code: 'delimiter', words: { delimiter: '\t' }, names: [] })).toContain('Tab');
  expect(sentence({ code: 'columns_missing', words: {}, names: ['employee_no', 'end'] })).toContain(
    'Employee number and End',
  );
  expect(
    sentence({ code: 'format', words: { what: 'date', format: '%d/%m/%Y' }, names: ['%m/%d/%Y'] }),
  ).toMatch(/31\/12\/2027.*12\/31\/2027/);
});

test('a person looks at what is missing or could be read in two ways, not at the rest', () => {
  const note = (code: 'format' | 'columns_missing' | 'encoding', names: string[]) =>
    isOpen({ code, words: {}, names });
  expect([note('columns_missing', ['site']), note('format', ['%m/%d/%Y'])]).toEqual([true, true]);
  expect([note('format', []), note('encoding', [])]).toEqual([false, false]);
});

test('a delimiter that only a saved mapping knows can be kept', () => {
  expect(delimiters('~').map(({ value }) => value)).toContain('~');
  expect(delimiters(';')).toHaveLength(4);
});

test('columns follow how the times are written; a property of a calendar keeps its name', () => {
  expect(columnsOf('rota', false, { columns: { starts_at: 'Von' } })).toContain('ends_at');
  expect(columnsOf('rota', false, {})).toContain('date');
  expect(columnsOf('cover', true, {})).toEqual(['site', 'role', 'minimum']);
  expect([columnName('site'), columnName('DTSTART')]).toEqual(['Site', 'DTSTART']);
});

test('mappings are the same in any order of their keys, and differ by one heading', () => {
  const one: FileMapping = { columns: { site: 'Ort', role: 'Rolle' }, delimiter: ';' };
  expect(isSame(one, { delimiter: ';', columns: { role: 'Rolle', site: 'Ort' } })).toBe(true);
  expect(isSame(one, { delimiter: ';', columns: { role: 'Rolle', site: 'Werk' } })).toBe(false);
});
