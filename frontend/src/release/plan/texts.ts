import { texts } from '../../lib/i18n';
import en from './texts.en.json';

/** Words of the plan page alone; those it shares with the other parts stand in `../texts`. */
export const t = texts(en, {
  de: () => import('./texts.de.json'),
  nl: () => import('./texts.nl.json'),
});
