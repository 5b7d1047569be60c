import type { Idea, IdeasListIdeasData } from '../../lib/api/client';
import { emptyDraft, type Draft } from '../draft';

export const shown = ['all', 'open', 'adopted', 'mine'] as const;
export type Shown = (typeof shown)[number];

/** What the address shows; anything unknown in it counts as everything. */
export const shownBy = (search: URLSearchParams): Shown =>
  shown.find((one) => one === search.get('show')) ?? 'all';

/** What the address asks of the list. */
export function asked(search: URLSearchParams): NonNullable<IdeasListIdeasData['query']> {
  const show = shownBy(search);
  return {
    q: search.get('q') || undefined,
    order: search.get('order') === 'newest' ? 'newest' : 'interest',
    state: show === 'open' || show === 'adopted' ? show : undefined,
    mine: show === 'mine' || undefined,
  };
}

/** Whether the list is narrowed at all: an empty one then means "nothing fits", not "nothing there". */
export const isNarrowed = (search: URLSearchParams): boolean =>
  Boolean(search.get('q')) || shownBy(search) !== 'all';

/** Markdown as one line of plain words, for a tile or a summary. */
export const plain = (markdown: string): string =>
  markdown
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/^\s*(?:[#>]+|[-*+]|\d+\.)\s+/gm, '')
    .replace(/[*`~]|(?<!\w)_|_(?!\w)/g, '')
    .replace(/\s+/g, ' ')
    .trim();

/** Its first sentence, or as much of it as a summary takes. */
export function summaryOf(markdown: string, most = 300): string {
  const text = plain(markdown);
  const sentence = /^.*?[.!?](?=\s|$)/.exec(text)?.[0] ?? text;
  return sentence.length > most ? `${sentence.slice(0, most - 1).trimEnd()}…` : sentence;
}

/** The brief that a sponsor begins with. */
export const adoptionOf = (idea: Idea, sponsor: { name: string; email: string }): Draft => ({
  ...emptyDraft(sponsor),
  title: idea.title,
  summary: summaryOf(idea.body),
  body: idea.body,
});
