import type { Challenge, ChallengeDraft } from '../lib/api/client';

/** A challenge as its form holds it: all text. */
export type Draft = {
  title: string;
  summary: string;
  sponsor_name: string;
  sponsor_email: string;
  track: string;
  sites: string;
  skills: string;
  team_places: string;
  data: string;
  measure: string;
  body: string;
};

export const emptyDraft = (sponsor: { name: string; email: string }): Draft => ({
  title: '',
  summary: '',
  sponsor_name: sponsor.name,
  sponsor_email: sponsor.email,
  track: '',
  sites: '',
  skills: '',
  team_places: '',
  data: '',
  measure: '',
  body: '',
});

export const draftOf = (challenge: Challenge): Draft => ({
  title: challenge.title,
  summary: challenge.summary,
  sponsor_name: challenge.sponsor_name,
  sponsor_email: challenge.sponsor_email,
  track: challenge.track,
  sites: challenge.sites.join(', '),
  skills: challenge.skills.join(', '),
  team_places: challenge.team_places === null ? '' : String(challenge.team_places),
  data: challenge.data,
  measure: challenge.measure,
  body: challenge.body,
});

/** "SQL, , Python " → ["SQL", "Python"] */
export const listed = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);

/** What the API takes. */
export const sent = (draft: Draft): ChallengeDraft => ({
  ...draft,
  sites: listed(draft.sites),
  skills: listed(draft.skills),
  team_places: String(draft.team_places ?? '').trim() ? Number(draft.team_places) : null,
});

/** In the order of the form. */
export const needed = ['title', 'summary', 'body', 'data', 'measure', 'track', 'sponsor_name'] as const;

/** The fields that are needed and still empty. */
export const missing = (draft: Draft): (typeof needed)[number][] =>
  needed.filter((name) => !draft[name].trim());
