import { tick } from 'svelte';
import { afterEach, expect, it, vi } from 'vitest';
import {
  call,
  OfflineError,
  onSignedOut,
  PATIENCE_MS,
  peopleGetMe,
  ProblemError,
} from '../src/lib/api/client';
import { explain } from '../src/lib/api/explain';
import { Resource } from '../src/lib/api/resource.svelte';

const answer = (body: unknown, status = 200): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } });
const serve = (reply: (request: Request, init?: RequestInit) => Promise<Response>): unknown =>
  vi.stubGlobal('fetch', reply);
const me = (): Promise<unknown> => call(peopleGetMe({ baseUrl: 'http://host' }));

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

it('gives the data', async () => {
  serve(async () => answer({ person: null }));
  expect(await me()).toEqual({ person: null });
});

it('turns a problem into an error with its code and fields', async () => {
  const errors = [
    { pointer: '/name', detail: 'Give a name' },
    { pointer: '/links/0', detail: 'Not an address' },
  ];
  serve(async () => answer({ code: 'invalid', detail: 'Two things are wrong.', errors }, 422));
  const error = await me().catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ProblemError);
  expect(error).toMatchObject({ status: 422, code: 'invalid', message: 'Two things are wrong.' });
  expect((error as ProblemError).fields).toEqual({ name: 'Give a name', 'links/0': 'Not an address' });
  expect(explain(error)).toBe('Two things are wrong.');
});

it('survives an answer that is no problem document', async () => {
  serve(async () => new Response('<h1>Bad gateway</h1>', { status: 502 }));
  await expect(me()).rejects.toMatchObject({ status: 502, code: 'http_502' });
});

it('tells when nobody is signed in any more', async () => {
  const tell = vi.fn();
  const stop = onSignedOut(tell);
  serve(async () => answer({ code: 'unauthenticated', detail: 'Sign in.' }, 401));
  await expect(me()).rejects.toBeInstanceOf(ProblemError);
  expect(tell).toHaveBeenCalledOnce();
  stop();
});

it('calls a dead network by its name', async () => {
  serve(() => Promise.reject(new TypeError('Failed to fetch')));
  await expect(me()).rejects.toBeInstanceOf(OfflineError);
});

it('gives a server that never answers up', async () => {
  vi.useFakeTimers();
  serve(
    (_, init) =>
      new Promise((_done, fail) => init!.signal!.addEventListener('abort', () => fail(init!.signal!.reason))),
  );
  const outcome = me().catch((thrown: unknown) => thrown);
  await vi.advanceTimersByTimeAsync(PATIENCE_MS - 1);
  expect(await Promise.race([outcome, 'still waiting'])).toBe('still waiting');
  await vi.advanceTimersByTimeAsync(1);
  expect(await outcome).toBeInstanceOf(OfflineError);
});

it('asks once from an effect, also when that fails', async () => {
  let asked = 0;
  const resource = new Resource(() => (asked++, Promise.reject(new OfflineError('away'))));
  const stop = $effect.root(() => {
    $effect(() => void resource.load());
  });
  for (let i = 0; i < 5; i++) await tick();
  expect(asked).toBe(1);
  stop();
});

it('keeps old data beside a new error, and drops an answer that comes too late', async () => {
  const replies: ((value: number | Error) => void)[] = [];
  const resource = new Resource<number>(
    () =>
      new Promise((done, fail) =>
        replies.push((value) => (value instanceof Error ? fail(value) : done(value))),
      ),
  );
  resource.load();
  const second = resource.refresh();
  replies[1]!(2);
  await second;
  replies[0]!(1);
  await Promise.resolve();
  expect(resource.data).toBe(2);
  const third = resource.refresh();
  expect(resource.loading).toBe(true);
  replies[2]!(new OfflineError('away'));
  await third;
  expect(resource).toMatchObject({ data: 2, loading: false });
  expect(explain(resource.error)).toMatch(/no connection/);
});
