import { afterEach, describe, expect, it } from 'vitest';
import { setLocale, texts, textsReady } from '../src/lib/i18n';
import { t } from '../src/lib/i18n/common';

type Catalog = Record<string, string | Record<string, string>>;
const files = import.meta.glob<Catalog>(['../src/**/texts.*.json', '../src/lib/i18n/common.*.json'], {
  eager: true,
  import: 'default',
});
const translated = Object.keys(files).filter((path) => !path.endsWith('.en.json'));

/** The {names} of a text; of a plural, those of all its forms together. */
const names = (text: string | Record<string, string>): string[] => {
  const whole = typeof text === 'string' ? text : Object.values(text).join(' ');
  return [...new Set([...whole.matchAll(/\{(\w+)\}/g)].map((found) => found[1]!))].sort();
};

/** What is wrong with a translation; the type checker has found missing keys already. */
function faults(english: Catalog, other: Catalog): string[] {
  const extra = Object.keys(other).filter((key) => !(key in english));
  const unlike = Object.keys(english).filter(
    (key) => key in other && names(english[key]!).join() !== names(other[key]!).join(),
  );
  return [...extra.map((key) => `${key}: not in English`), ...unlike.map((key) => `${key}: other {names}`)];
}

describe('catalogs', () => {
  it.each(translated)('%s agrees with English', (path) => {
    expect(faults(files[path.replace(/\.\w+\.json$/, '.en.json')]!, files[path]!)).toEqual([]);
  });

  it('would notice', () => {
    expect(faults({ a: 'Join {team}' }, { a: 'Beitreten: {Team}', b: '' })).toEqual([
      'b: not in English',
      'a: other {names}',
    ]);
  });
});

describe('t', () => {
  afterEach(() => setLocale('en'));

  it('fills in names and chooses the plural', () => {
    expect(t('errors', { n: 1 })).toBe('1 thing to put right');
    expect(t('errors', { n: 1200 })).toBe('1,200 things to put right');
  });

  it('follows the language', async () => {
    await setLocale('de');
    expect(t('errors', { n: 1200 })).toBe('1.200 Angaben sind zu berichtigen');
    expect(document.documentElement.lang).toBe('de');
  });

  it('loads the language of a feature that comes later', async () => {
    await setLocale('nl');
    const late = texts(
      { hello: 'Hello' },
      {
        de: async () => ({ default: { hello: 'Hallo' } }),
        nl: async () => ({ default: { hello: 'Dag' } }),
      },
    );
    await textsReady();
    expect(late('hello')).toBe('Dag');
  });

  it('stays English where a language does not load', async () => {
    const lonely = texts(
      { hello: 'Hello' },
      {
        de: () => Promise.reject(new TypeError('no network')),
        nl: () => Promise.reject(new TypeError('no network')),
      },
    );
    await setLocale('de');
    expect(lonely('hello')).toBe('Hello');
  });
});
