import { texts } from '../../lib/i18n';
import en from './texts.en.json';

export const t = texts(en, {
  de: () => import('./texts.de.json'),
  nl: () => import('./texts.nl.json'),
});
