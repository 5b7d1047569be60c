/** Parameter names of a pattern: ParamNames<'/days/:day/teams/:team'> is 'day' | 'team'. */
export type ParamNames<P extends string> = P extends `${string}:${infer Name}/${infer Rest}`
  ? Name | ParamNames<`/${Rest}`>
  : P extends `${string}:${infer Name}`
    ? Name
    : never;
export type Params<P extends string> = Record<ParamNames<P>, string>;
export type Match<P extends string> = { pattern: P; params: Record<string, string> };

const split = (path: string): string[] => path.split('/').filter(Boolean);

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // a stray % in an address typed by hand is text, not a crash
  }
}

function params(pattern: string, path: string): Record<string, string> | null {
  const wanted = split(pattern);
  const given = split(path);
  if (wanted.length !== given.length) return null;
  const found: Record<string, string> = {};
  for (const [at, part] of wanted.entries()) {
    const value = decoded(given[at]!);
    if (part.startsWith(':')) found[part.slice(1)] = value;
    else if (part !== value) return null;
  }
  return found;
}

/** Fixed words before parameters, from the left: /teams/new wins over /teams/:team in any order of the table. */
function moreFixed(one: string, other: string): number {
  const shape = (pattern: string): string =>
    split(pattern)
      .map((part) => (part.startsWith(':') ? '1' : '0'))
      .join('');
  return shape(one).localeCompare(shape(other));
}

/** The pattern that fits `path` best, with its parameters decoded; null if none does. */
export function match<P extends string>(patterns: readonly P[], path: string): Match<P> | null {
  const fitting = patterns.flatMap((pattern) => {
    const found = params(pattern, path);
    return found ? [{ pattern, params: found }] : [];
  });
  return fitting.sort((a, b) => moreFixed(a.pattern, b.pattern))[0] ?? null;
}

/** The address of a pattern with its parameters filled in. */
export function build(pattern: string, values: Record<string, string> = {}): string {
  return pattern.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(values[name] ?? ''));
}
