/** An invitation that was opened, kept in this browser while its reader signs in: a link by mail opens a new tab. */
const key = (day: string): string => `hackday.invitation.${day}`;

export const keep = (day: string, token: string): void =>
  attempt(() => localStorage.setItem(key(day), token));
export const kept = (day: string): string => attempt(() => localStorage.getItem(key(day))) ?? '';
export const forget = (day: string): void => attempt(() => localStorage.removeItem(key(day)));

/** Storage may be forbidden: then the link has to be opened again. */
function attempt<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}

/** The address that is given away. Behind "#", so that no server on the way writes the token down. */
export const linkOf = (origin: string, day: string, token: string): string =>
  `${origin}/days/${encodeURIComponent(day)}/invitation#${token}`;
