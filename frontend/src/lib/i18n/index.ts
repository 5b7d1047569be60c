/*
 * How a feature adds texts
 *
 * 1. Write the text in src/<feature>/texts.en.json, texts.de.json and texts.nl.json, with the same key:
 *        "join": "Join {team}"                                          {names} are filled in; numbers are formatted
 *        "places": { "one": "{n} place left", "other": "{n} places left" }        plural by n
 * 2. In a screen: import { t } from './texts';   then   {t('join', { team: team.name })}   {t('places', { n: 3 })}
 *
 * A locale that misses a key fails svelte-check, one with other {names} or a key too many fails vitest. English
 * comes with the feature's chunk, the other languages load beside it before the screen is shown.
 * Words of the kit and of errors stand in src/lib/i18n/common.*.json. Dates, times and numbers: ./format.ts.
 */
export * from './format';
export { locale, locales, setLocale, textsReady, type Locale } from './locale.svelte';
export { texts } from './texts.svelte';
