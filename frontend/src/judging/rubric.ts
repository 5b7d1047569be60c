import type { CriterionDraft, Level, Rubric } from '../lib/api/client';

/** A criterion in the editor; `id` keeps rows apart while they have no key yet. */
export type Row = Required<Omit<CriterionDraft, 'levels'>> & { id: number; levels: Level[] };
let count = 0;

export const row = (criterion: Partial<CriterionDraft> = {}): Row => ({
  key: '',
  label: '',
  question: '',
  weight: 1,
  low: '',
  high: '',
  guidance: '',
  ...criterion,
  levels: (criterion.levels ?? []).map((level) => ({ ...level })),
  id: ++count,
});

export const rows = (rubric: Rubric | null | undefined): Row[] =>
  rubric?.criteria.map((one) => row(one)) ?? [];

/** Whom a rubric asks about: '' the whole day, 'track:…' or 'challenge:…'. */
export type Scope = { track: string; challenge_id: string | null };
export const scopeKey = ({ track, challenge_id }: Scope): string =>
  challenge_id ? `challenge:${challenge_id}` : track ? `track:${track}` : '';
export function scopeOf(key: string): Scope {
  const [kind, ...rest] = key.split(':');
  const value = rest.join(':');
  return { track: kind === 'track' ? value : '', challenge_id: kind === 'challenge' ? value : null };
}

/** The first point between the ends of the scale that no level describes yet. */
export function freeLevel(levels: readonly Level[], min: number, max: number): number | undefined {
  const taken = new Set(levels.map(({ points }) => points));
  const between = Array.from({ length: Math.max(0, max - min - 1) }, (_, at) => min + 1 + at);
  const middle = between[Math.floor(between.length / 2)];
  return middle !== undefined && !taken.has(middle) ? middle : between.find((points) => !taken.has(points));
}

/** "Business impact" → "business_impact": letters and digits of ASCII, never empty, never twice. */
export function keyOf(label: string, taken: readonly string[]): string {
  const plain = label
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[_0-9]+|_+$/g, '')
    .slice(0, 36);
  const wanted = plain || 'criterion';
  if (!taken.includes(wanted)) return wanted;
  for (let n = 2; ; n += 1) if (!taken.includes(`${wanted}_${n}`)) return `${wanted}_${n}`;
}

/** The criteria as they are sent: an old criterion keeps its key, a new one gets it from its label. */
export function drafts(editor: readonly Row[]): CriterionDraft[] {
  const taken = editor.map(({ key }) => key).filter(Boolean);
  return editor.map(({ key, label, question, weight, low, high, levels, guidance }) => {
    const own = key || keyOf(label, taken);
    taken.push(own);
    return {
      key: own,
      label: label.trim(),
      question: question.trim(),
      weight,
      low: low.trim(),
      high: high.trim(),
      guidance: guidance.trim(),
      levels: levels
        .map(({ points, text }) => ({ points, text: text.trim() }))
        .filter(({ text }) => text)
        .sort((one, other) => one.points - other.points),
    };
  });
}

/** In per cent of the whole, for showing what a weight means. */
export const share = (weight: number, all: readonly { weight: number }[]): number =>
  weight /
  Math.max(
    1,
    all.reduce((so, one) => so + (Number(one.weight) || 0), 0),
  );
