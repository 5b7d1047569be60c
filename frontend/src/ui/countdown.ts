const two = (value: number): string => String(value).padStart(2, '0');

/** "2 d 03:14:05", "03:14:05" or "14:05"; never below zero. */
export function clock(milliseconds: number): string {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000));
  const days = Math.floor(seconds / 86_400);
  const hours = Math.floor(seconds / 3600) % 24;
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  if (days) return `${days} d ${two(hours)}:${rest}`;
  return hours ? `${two(hours)}:${rest}` : rest;
}
