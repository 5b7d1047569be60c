import { fireEvent, render, screen } from '@testing-library/svelte';
import { tick } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import Dictation from './Dictation.svelte';
import TextArea from './TextArea.svelte';

/** A browser's recogniser that hears what the test says. */
class Heard {
  static last: Heard;
  lang = '';
  onresult?: (event: unknown) => void;
  onerror?: (event: { error: string }) => void;
  onend?: () => void;
  start = vi.fn();
  stop = vi.fn(() => this.onend?.());
  abort = vi.fn();
  constructor() {
    Heard.last = this;
  }
  say(transcript: string, isFinal = true): void {
    this.onresult?.({ resultIndex: 0, results: [Object.assign([{ transcript }], { isFinal })] });
  }
}

beforeEach(() => vi.stubGlobal('webkitSpeechRecognition', Heard));
afterEach(() => vi.unstubAllGlobals());

async function listen(value = ''): Promise<HTMLTextAreaElement> {
  render(TextArea, { label: 'Brief', name: 'body', value });
  render(Dictation, { area: 'body', label: 'Brief' });
  await fireEvent.click(screen.getByRole('button'));
  return screen.getByLabelText<HTMLTextAreaElement>('Brief');
}

it('is hidden where the browser offers no speech', () => {
  vi.unstubAllGlobals();
  render(Dictation, { area: 'body', label: 'Brief' });
  expect(screen.queryByRole('button')).toBeNull();
});

it('writes what is certain at the cursor and stops on Escape', async () => {
  const area = await listen('Forms hurt.');
  area.setSelectionRange(5, 5);
  Heard.last.say('on paper', false);
  Heard.last.say('on paper');
  expect(area.value).toBe('Forms on paper hurt.');
  expect(Heard.last.lang).toMatch(/^en/);
  expect(screen.getByRole('status').textContent).toContain('Listening');
  await fireEvent.keyDown(area, { key: 'Escape' });
  expect(Heard.last.stop).toHaveBeenCalledOnce();
  expect(screen.getByRole('status').textContent?.trim()).toBe('');
});

it('says politely that the microphone was refused', async () => {
  await listen();
  Heard.last.onerror?.({ error: 'not-allowed' });
  Heard.last.onend?.();
  await tick();
  expect(screen.getByRole('status').textContent).toContain('microphone');
});
