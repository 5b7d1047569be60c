import { fireEvent, render, screen } from '@testing-library/svelte';
import { expect, it, vi } from 'vitest';
import ChallengeForm from './ChallengeForm.svelte';
import { emptyDraft, type Draft } from './draft';

const draft: Draft = {
  ...emptyDraft({ name: 'Sam', email: 'sam@corp.example' }),
  title: 'Kinder queues',
  summary: 'Waiting is fine.',
  body: 'Why.',
  data: 'Some.',
  measure: 'Fewer calls.',
};

function show(onsave = vi.fn(async (_: Draft) => undefined)): typeof onsave {
  render(ChallengeForm, { draft, withEmail: true, action: 'Save', back: '/', onsave });
  return onsave;
}
const save = (): Promise<unknown> => fireEvent.click(screen.getByRole('button', { name: 'Save' }));

it('sends nothing while a needed field is empty, and names it', async () => {
  const onsave = show();
  await save();
  expect(onsave).not.toHaveBeenCalled();
  expect(screen.getByRole('alert').textContent).toContain('Track');
});

it('sends what was typed, the short fields as well', async () => {
  const onsave = show();
  await fireEvent.input(screen.getByLabelText('Track'), { target: { value: 'Care' } });
  await fireEvent.input(screen.getByLabelText(/Team places/), { target: { value: '2' } });
  await save();
  expect(onsave.mock.calls[0]?.[0]).toMatchObject({ title: 'Kinder queues', track: 'Care' });
  expect(Number(onsave.mock.calls[0]?.[0].team_places)).toBe(2);
});
