import { render, screen } from '@testing-library/svelte';
import { createRawSnippet, tick } from 'svelte';
import { describe, expect, it, vi } from 'vitest';
import { dayNav } from '../src/days/nav';
import { initials } from '../src/people/initials';
import Button from '../src/ui/Button.svelte';
import { clock } from '../src/ui/countdown';
import ErrorSummary from '../src/ui/ErrorSummary.svelte';
import Field from '../src/ui/Field.svelte';
import RadioScale from '../src/ui/RadioScale.svelte';

const text = (words: string) => createRawSnippet(() => ({ render: () => `<span>${words}</span>` }));

describe('RadioScale', () => {
  it('is a named group of native radios that tells its error', async () => {
    render(RadioScale, {
      legend: 'Impact',
      name: 'impact',
      hint: 'Worth it?',
      value: null,
      error: 'Choose a score',
    });
    const group = screen.getByRole('radiogroup', { name: 'Impact' });
    expect(group).toHaveAttribute('aria-invalid', 'true');
    expect(group).toHaveAccessibleDescription(/Worth it\?.*Choose a score/);
    screen.getByRole('radio', { name: '7' }).click();
    await tick();
    expect(screen.getByRole('radio', { name: '7' })).toBeChecked();
    expect(group.querySelector('output')).toHaveTextContent('7/10');
  });
});

describe('Field', () => {
  it('ties label, hint and error to the input', () => {
    render(Field, { label: 'Title', name: 'title', hint: 'Short', error: 'Give a title' });
    const input = screen.getByLabelText('Title');
    expect(input).toHaveAccessibleDescription('Short Give a title');
    expect(input).toHaveAttribute('aria-invalid', 'true');
  });
});

describe('ErrorSummary', () => {
  it('takes the focus and leads to the field', async () => {
    Element.prototype.scrollIntoView = () => {};
    render(Field, { label: 'Title', name: 'title' });
    render(ErrorSummary, { errors: { title: 'Give a title' } });
    await tick();
    expect(screen.getByRole('alert')).toHaveFocus();
    screen.getByRole('link', { name: 'Give a title' }).click();
    expect(screen.getByLabelText('Title')).toHaveFocus();
  });
});

describe('Button', () => {
  it('ignores presses while busy', async () => {
    const onclick = vi.fn();
    const { rerender } = render(Button, { onclick, busy: true, children: text('Save') });
    screen.getByRole('button').click();
    expect(onclick).not.toHaveBeenCalled();
    await rerender({ busy: false });
    screen.getByRole('button').click();
    expect(onclick).toHaveBeenCalledOnce();
  });
});

it.each([
  [2 * 86_400_000 + 3 * 3_600_000 + 14 * 60_000 + 5_000, '2 d 03:14:05'],
  [3 * 3_600_000 + 5_000, '03:00:05'],
  [61_001, '01:02'],
  [-5, '00:00'],
])('%i ms are %s', (left, words) => expect(clock(left)).toBe(words));

it.each([
  ['Ada Lovelace', 'AL'],
  ['Ana María de la Cruz', 'AC'],
  ['Æsa', 'Æ'],
  ['山田 太郎', '山太'],
  ['', ''],
])('the initials of %s are %s', (name, letters) => expect(initials(name)).toBe(letters));

describe('dayNav', () => {
  const places = (roles: Parameters<typeof dayNav>[1]): string[] =>
    dayNav('d', roles, '/').map(({ place }) => place);

  it('shows each role what it can use', () => {
    expect(places([])).toEqual([
      'overview',
      'challenges',
      'ideas',
      'team',
      'release',
      'projects',
      'choice',
      'board',
    ]);
    expect(places(['judge'])).toContain('judging');
    expect(places(['organiser'])).toEqual(expect.arrayContaining(['judging', 'settings']));
  });

  it('marks one entry, also on the pages below it', () => {
    const current = (path: string): string[] =>
      dayNav('d', ['organiser'], path).flatMap(({ place, current }) => (current ? [place] : []));
    expect(current('/days/d')).toEqual(['overview']);
    expect(current('/days/d/challenges/night-shift')).toEqual(['challenges']);
    expect(current('/days/d/teamsters')).toEqual([]);
  });
});
