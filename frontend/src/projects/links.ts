import type { Link } from '../lib/api/client';

/** A link in the editor; `id` keeps rows apart while they are empty. */
export type LinkRow = Link & { id: number };
let count = 0;

export const linkRow = (link: Link = { label: '', url: '' }): LinkRow => ({ ...link, id: ++count });

/** As the server wants it: a web address with a host. */
export const isAddress = (url: string): boolean => /^https?:\/\/[^\s/]+\S*$/.test(url);

/** "demo.example/x" → "https://demo.example/x"; what has a scheme stays. */
export const withScheme = (url: string): string =>
  !url.trim() || /^[a-z][a-z0-9+.-]*:/i.test(url.trim()) ? url.trim() : `https://${url.trim()}`;

/** The rows that can be saved: a half-written one waits until it is whole. */
export const whole = (rows: readonly LinkRow[]): Link[] =>
  rows
    .filter(({ label, url }) => label.trim() && isAddress(withScheme(url)))
    .map(({ label, url }) => ({ label: label.trim(), url: withScheme(url) }));
