import { call, projectsListProjects, type Project } from '../lib/api/client';

export const PAGE = 48;

export type Asked = { search: string; track: string; challenge: string; site: string };

export const asked = (query: URLSearchParams): Asked => ({
  search: (query.get('q') ?? '').trim(),
  track: query.get('track') ?? '',
  challenge: query.get('challenge') ?? '',
  site: query.get('site') ?? '',
});

export const isNarrowed = (now: Asked): boolean => Object.values(now).some(Boolean);

export type Found = { projects: Project[]; hasMore: boolean };

/** The next page of handed-in projects after those of `before`. */
export async function page(day: string, query: Asked, before: Project[] = []): Promise<Found> {
  const after = before.at(-1)?.id;
  const found = await call(projectsListProjects({ path: { day }, query: { ...query, after, limit: PAGE } }));
  return { projects: [...before, ...found], hasMore: found.length === PAGE };
}
