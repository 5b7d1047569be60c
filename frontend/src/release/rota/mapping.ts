import type { FileMapping, GuessNote } from '../../lib/api/client';
import { formatTag } from '../../lib/i18n/locale.svelte';
import type { Kind } from './import.svelte';
import { t } from './texts';

type Option = { value: string; label: string };
const COLUMNS = [
  'employee_no',
  'site',
  'role',
  'minimum',
  'date',
  'start',
  'end',
  'starts_at',
  'ends_at',
] as const;
export type Column = (typeof COLUMNS)[number];

/** Our columns that a file of this kind must name, with times as the mapping reads them. */
export function columnsOf(kind: Kind, isCalendar: boolean, mapping: FileMapping): Column[] {
  const own: Column[] = kind === 'cover' ? ['site', 'role', 'minimum'] : ['employee_no', 'site', 'role'];
  if (isCalendar) return own;
  const instants = 'starts_at' in (mapping.columns ?? {});
  return [...own, ...(instants ? (['starts_at', 'ends_at'] as const) : (['date', 'start', 'end'] as const))];
}

/** Ours in words; a calendar's property as it is. */
export function columnName(column: string): string {
  const ours = COLUMNS.find((name) => name === column);
  return ours ? t(`column_${ours}`) : column;
}

const withOwn = (options: Option[], value: string): Option[] =>
  options.some((option) => option.value === value) ? options : [...options, { value, label: value }];

export const delimiters = (now: string): Option[] =>
  withOwn(
    [
      { value: ',', label: t('delimiter_comma') },
      { value: ';', label: t('delimiter_semicolon') },
      { value: '\t', label: t('delimiter_tab') },
      { value: '|', label: t('delimiter_bar') },
    ],
    now,
  );

export const encodings = (now: string): Option[] =>
  withOwn(
    [
      { value: 'utf-8', label: 'UTF-8' },
      { value: 'utf-16', label: 'UTF-16' },
      { value: 'windows-1252', label: t('encoding_windows') },
      { value: 'windows-1250', label: t('encoding_windows_central') },
      { value: 'iso-8859-15', label: t('encoding_latin') },
      { value: 'cp850', label: t('encoding_dos') },
      { value: 'mac_roman', label: t('encoding_mac') },
    ],
    now,
  );

export const labelOf = (options: Option[], value: string): string =>
  options.find((option) => option.value === value)?.label ?? value;

const PARTS: Record<string, string> = {
  d: '31',
  m: '12',
  y: '27',
  Y: '2027',
  b: 'Dec',
  B: 'December',
  a: 'Fri',
  A: 'Friday',
  H: '22',
  I: '10',
  M: '05',
  S: '00',
  p: 'PM',
  '%': '%',
};

/** How a date or time reads in a format such as %d.%m.%Y. */
export const sample = (format: string): string =>
  format.replace(/%(.)/g, (whole, part: string) => PARTS[part] ?? whole);

/** What was recognised, or should be looked at, in words. */
export function sentence({ code, words, names }: GuessNote): string {
  const list = (all: string[]): string =>
    new Intl.ListFormat(formatTag(), { type: 'conjunction' }).format(all);
  const { what = '', format = '', delimiter = '', encoding = '' } = words;
  const what_ = t(what === 'time' ? 'said_times' : 'said_dates');
  switch (code) {
    case 'encoding':
      return t('said_encoding', { encoding: labelOf(encodings(encoding), encoding) });
    case 'delimiter':
      return t('said_delimiter', { delimiter: labelOf(delimiters(delimiter), delimiter) });
    case 'columns_missing':
      return t('said_columns_missing', { columns: list(names.map(columnName)) });
    case 'headings_unread':
      return t('said_headings_unread', { headings: list(names) });
    case 'format': {
      const read = t('said_format', { what: what_, sample: sample(format), format });
      const [other] = names;
      return other ? `${read} ${t('said_format_other', { sample: sample(other), format: other })}` : read;
    }
    case 'format_unknown':
      return t('said_format_unknown', { what: what_, sample: words['sample'] ?? '' });
    case 'calendar':
      return t('said_calendar', { people: words['people'] ?? '' });
    case 'site_clock':
    case 'calendar_clock':
      return t(`said_${code}`);
  }
}

/** What a person must do before the file can be read. */
export const isOpen = ({ code, names }: GuessNote): boolean =>
  code === 'columns_missing' || code === 'format_unknown' || (code === 'format' && names.length > 0);

/** Whether two mappings say the same; the order of their keys says nothing. */
export function isSame(one: FileMapping, other: FileMapping): boolean {
  const plain = (mapping: FileMapping): string =>
    JSON.stringify(mapping, (_, value: unknown) =>
      value && typeof value === 'object' ? Object.fromEntries(Object.entries(value).toSorted()) : value,
    );
  return plain(one) === plain(other);
}
