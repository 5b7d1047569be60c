import type { CriterionDraft, Rubric } from '../lib/api/client';

/** A criterion in the editor; `id` keeps rows apart while they have no key yet. */
export type Row = Required<CriterionDraft> & { id: number };
let count = 0;

export const row = (criterion: Partial<CriterionDraft> = {}): Row => ({
  key: '',
  label: '',
  question: '',
  weight: 1,
  low: '',
  high: '',
  ...criterion,
  id: ++count,
});

export const rows = (rubric: Rubric | null | undefined): Row[] =>
  rubric?.criteria.map((one) => row(one)) ?? [];

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
  return editor.map(({ key, label, question, weight, low, high }) => {
    const own = key || keyOf(label, taken);
    taken.push(own);
    return {
      key: own,
      label: label.trim(),
      question: question.trim(),
      weight,
      low: low.trim(),
      high: high.trim(),
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
