import { fireEvent, render, screen } from '@testing-library/svelte';
import { tick } from 'svelte';
import { expect, it, vi } from 'vitest';
import { ProblemError } from '../lib/api/client';
import Uploads from './Uploads.svelte';
import { hopeless, type Send } from './uploads.svelte';

const taken = { suffixes: ['.png', '.csv'], most: 1000 };

it('names what need not be sent at all', () => {
  expect(hopeless({ name: 'A.PNG', size: 1000 }, taken)).toBeUndefined();
  expect(hopeless({ name: 'a.exe', size: 1 }, taken)).toContain('.png, .csv');
  expect(hopeless({ name: 'a.png', size: 1001 }, taken)).toContain('at most');
  expect(hopeless({ name: 'a.png', size: 0 }, taken)).toContain('empty');
});

async function choose(send: Send, ...names: string[]): Promise<void> {
  render(Uploads, { label: 'Add files', taken, send });
  const files = names.map((name) => new File(['x'], name));
  await fireEvent.change(screen.getByLabelText('Add files', { selector: 'input' }), { target: { files } });
  await vi.waitFor(() => expect(send).toHaveBeenCalledTimes(names.length));
  await tick();
}

it('shows how far a file is, and stops it', async () => {
  let stopped = false;
  await choose(
    vi.fn<Send>((_, progress, signal) => {
      progress(0.5);
      signal.addEventListener('abort', () => (stopped = true));
      return new Promise(() => {});
    }),
    'a.png',
  );
  expect((screen.getByRole('progressbar', { name: 'a.png' }) as HTMLProgressElement).value).toBe(0.5);
  await fireEvent.click(screen.getByRole('button', { name: 'Cancel a.png' }));
  expect(stopped).toBe(true);
  expect(screen.queryByRole('progressbar')).toBeNull();
});

it('tells why one was refused and goes on with the next', async () => {
  const send = vi.fn<Send>(async ({ name }) => {
    if (name === 'a.png') throw new ProblemError(415, 'wrong_file_type', 'This is no picture.');
  });
  await choose(send, 'a.png', 'b.csv');
  expect((await screen.findByRole('alert')).textContent).toContain('This is no picture.');
  expect(screen.queryByRole('progressbar')).toBeNull();
});
