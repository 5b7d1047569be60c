export const locales = ['en', 'de', 'nl'] as const;
export type Locale = (typeof locales)[number];

const isLocale = (name: string | null | undefined): name is Locale => locales.includes(name as Locale);

/** The reader's choice, else the first language of the browser that we speak, else English. */
function preferred(): Locale {
  const spoken = [localStorage.getItem('locale'), ...navigator.languages.map((tag) => tag.slice(0, 2))];
  return spoken.find(isLocale) ?? 'en';
}

const initial = preferred();
let current = $state<Locale>(initial);
document.documentElement.lang = initial;

export const locale = (): Locale => current;

/**
 * The tag for dates and numbers: the browser's own form of the language (en-GB, de-AT), so that an English reader
 * in Europe does not get American dates.
 */
export const formatTag = (): string =>
  navigator.languages.find((tag) => tag.slice(0, 2) === current && tag.length > 2) ??
  (current === 'en' ? 'en-GB' : current);

const waiting = new Set<Promise<unknown>>();
const loaders = new Set<(name: Locale) => Promise<unknown>>();

/** Remembers a catalog's loader for changes of language; used by texts(). */
export function onLocale(load: (name: Locale) => Promise<unknown>): void {
  loaders.add(load);
  track(load(current));
}

function track(loading: Promise<unknown>): void {
  const settled = loading.catch(() => undefined).finally(() => waiting.delete(settled));
  waiting.add(settled);
}

/** Resolves when every text asked for so far is there (or has failed to load, and stays English). */
export async function textsReady(): Promise<void> {
  while (waiting.size) await Promise.all([...waiting]);
}

export async function setLocale(name: Locale): Promise<void> {
  localStorage.setItem('locale', name);
  await Promise.allSettled([...loaders].map((load) => load(name)));
  current = name;
  document.documentElement.lang = name;
}
