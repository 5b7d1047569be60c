/** A role of the day, or `manager` for whoever leads people (`is_manager` of /api/me). */
export type Role = 'organiser' | 'judge' | 'planner' | 'sponsor' | 'manager';
export type Place =
  | 'overview'
  | 'challenges'
  | 'ideas'
  | 'team'
  | 'release'
  | 'projects'
  | 'judging'
  | 'choice'
  | 'questions'
  | 'board'
  | 'settings';

const places: { place: Place; path: string; for?: readonly Role[] }[] = [
  { place: 'overview', path: '' },
  { place: 'challenges', path: '/challenges' },
  { place: 'ideas', path: '/ideas' },
  { place: 'questions', path: '/questions', for: ['organiser', 'sponsor'] },
  { place: 'team', path: '/team' },
  { place: 'release', path: '/release' },
  { place: 'projects', path: '/projects' },
  { place: 'judging', path: '/judging', for: ['organiser', 'judge'] },
  { place: 'choice', path: '/choice' },
  { place: 'board', path: '/board' },
  { place: 'settings', path: '/settings', for: ['organiser'] },
];

/** The entries of a day's navigation for someone with these roles, and which one `path` stands under. */
export function dayNav(
  day: string,
  roles: readonly Role[],
  path: string,
): { place: Place; href: string; current: boolean }[] {
  const base = `/days/${encodeURIComponent(day)}`;
  return places
    .filter((entry) => !entry.for || entry.for.some((role) => roles.includes(role)))
    .map(({ place, path: part }) => {
      const href = base + part;
      const current = part ? path === href || path.startsWith(`${href}/`) : path === base;
      return { place, href, current };
    });
}
