import { texts } from '../lib/i18n';
import en from './texts.en.json';

export const t = texts(en, {
  de: () => import('./texts.de.json'),
  nl: () => import('./texts.nl.json'),
});

/** What begins when the countdown of this phase ends, in words; null where nothing is counted down. */
export function nextIn(phase: string): string | null {
  switch (phase) {
    case 'published':
    case 'forming':
    case 'hacking':
    case 'judging':
    case 'frozen':
      return t(`next_${phase}`);
    default:
      return null;
  }
}
