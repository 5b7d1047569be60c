/** Where to go after signing in: a path of ours, or the list of days. Never another site. */
export function landing(next: string | null): string {
  if (!next) return '/';
  const url = new URL(next, location.origin);
  return url.origin === location.origin && next.startsWith('/') ? url.pathname + url.search : '/';
}
