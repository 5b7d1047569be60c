/** "ACDE FGHJ KMNP": in groups, as people read and type it. */
export const grouped = (code: string): string => code.match(/.{1,4}/g)?.join(' ') ?? '';

/** The token behind the `#` of a kiosk's address. */
export const kioskToken = (hash: string): string => hash.replace(/^#/, '');
