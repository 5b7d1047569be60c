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
  resources: string;
  tried: string;
  body: string;
} & Record<(typeof limits)[number], string>;

/** What holds for its teams; empty: as the day has it. */
export const limits = ['team_min_size', 'team_max_size', 'department_most', 'sites_least'] as const;

/** The day's own limits, which hold where a challenge has none. */
export type Usual = Partial<Record<(typeof limits)[number], number | null>>;

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
  resources: '',
  tried: '',
  body: '',
  team_min_size: '',
  team_max_size: '',
  department_most: '',
  sites_least: '',
});

const shown = (number: number | null): string => (number === null ? '' : String(number));
/** A number field holds a number, or null when it was emptied. */
const whole = (text: string | number | null): number | null =>
  String(text ?? '').trim() ? Number(text) : null;

export const draftOf = (challenge: Challenge): Draft => ({
  title: challenge.title,
  summary: challenge.summary,
  sponsor_name: challenge.sponsor_name,
  sponsor_email: challenge.sponsor_email,
  track: challenge.track,
  sites: challenge.sites.join(', '),
  skills: challenge.skills.join(', '),
  team_places: shown(challenge.team_places),
  team_min_size: shown(challenge.team_min_size),
  team_max_size: shown(challenge.team_max_size),
  department_most: shown(challenge.department_most),
  sites_least: shown(challenge.sites_least),
  data: challenge.data,
  measure: challenge.measure,
  resources: challenge.resources,
  tried: challenge.tried,
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
  team_places: whole(draft.team_places),
  team_min_size: whole(draft.team_min_size),
  team_max_size: whole(draft.team_max_size),
  department_most: whole(draft.department_most),
  sites_least: whole(draft.sites_least),
});

/** In the order of the form. */
export const needed = ['title', 'summary', 'body', 'data', 'measure', 'track', 'sponsor_name'] as const;

/** The fields that are needed and still empty. */
export const missing = (draft: Draft): (typeof needed)[number][] =>
  needed.filter((name) => !draft[name].trim());
