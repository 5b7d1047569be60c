import en from './common.en.json';
import { texts } from './texts.svelte';

/** Words that the kit, the shell and error messages share. */
export const t = texts(en, {
  de: () => import('./common.de.json'),
  nl: () => import('./common.nl.json'),
});
