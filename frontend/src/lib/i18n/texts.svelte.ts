import { formatTag, locale, onLocale, type Locale } from './locale.svelte';

type Plural = { other: string } & Partial<Record<Intl.LDMLPluralRule, string>>;
type Catalog = Record<string, string | Plural>;
type Translated<C> = { [K in keyof C]: C[K] extends string ? string : Plural };
type Values = Record<string, string | number>;
type Arguments<Text> = Text extends string ? [values?: Values] : [values: Values & { n: number }];
type Loaders<C> = Record<Exclude<Locale, 'en'>, () => Promise<{ default: Translated<C> }>>;

/** The `t()` of one feature: typed by its English catalog, reactive to the language. */
export function texts<C extends Catalog>(english: C, others: Loaders<C>) {
  let catalogs = $state.raw<Partial<Record<Locale, Translated<C>>>>({ en: english as Translated<C> });

  onLocale(async (name) => {
    if (name === 'en' || catalogs[name]) return;
    const loaded = await others[name]();
    catalogs = { ...catalogs, [name]: loaded.default };
  });

  return function t<K extends keyof C>(key: K, ...[values]: Arguments<C[K]>): string {
    const name = catalogs[locale()] ? locale() : 'en';
    const text = (catalogs[name] as Catalog)[key as string] ?? (english[key] as string | Plural);
    return fill(typeof text === 'string' ? text : choose(text, Number(values?.['n']), name), values ?? {});
  };
}

function choose(plural: Plural, n: number, name: Locale): string {
  return plural[new Intl.PluralRules(name).select(n)] ?? plural.other;
}

function fill(text: string, values: Values): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    return typeof value === 'number' ? value.toLocaleString(formatTag()) : String(value ?? '');
  });
}
