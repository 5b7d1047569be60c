import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { OfflineError, ProblemError } from '../src/lib/api/client';
import { Outbox, type Send } from '../src/lib/offline/outbox.svelte';
import { uuid } from '../src/lib/offline/uuid';

type Sheet = { points: number };
type Call = { points: number; idempotencyKey: string; key: string };

let calls: Call[];
let answer: (call: Call) => Promise<unknown>;
let name: string;
const opened: Outbox<Sheet>[] = [];

let send: Send<Sheet>;
const offline = (): Promise<never> => Promise.reject(new OfflineError('away'));
const sent = async (): Promise<void> => {};
const points = (): number[] => calls.map((call) => call.points);

function open(sending = send): Outbox<Sheet> {
  const outbox = new Outbox<Sheet>(name, sending);
  opened.push(outbox);
  return outbox;
}

/** A promise and its ends, to hold a request in mid-air. */
function held(): { promise: Promise<void>; release: () => void } {
  let release = (): void => {};
  const promise = new Promise<void>((resolve) => (release = resolve));
  return { promise, release };
}

beforeEach(() => {
  const mine: Call[] = []; // a late try of the test before must not count here
  calls = mine;
  send = async ({ points }, idempotencyKey, key) => {
    const call = { points, idempotencyKey, key };
    mine.push(call);
    return answer(call);
  };
  answer = sent;
  name = `outbox-${uuid()}`;
});
afterEach(async () => {
  vi.unstubAllGlobals();
  await Promise.all(opened.splice(0).map((outbox) => outbox.close()));
});

describe('Outbox', () => {
  it('sends what was saved, once', async () => {
    const outbox = open();
    await outbox.put('red', { points: 7 });
    await outbox.flush();
    await outbox.flush();
    expect(points()).toEqual([7]);
    expect(outbox.waiting).toBe(0);
  });

  /** The different keys under which one item reaches the server when the first try fails and the page reloads. */
  async function keysOverReload(sending: Send<Sheet>): Promise<number> {
    answer = offline;
    const before = open(sending);
    await before.put('red', { points: 7 });
    await before.flush();
    expect(before.waiting).toBe(1);
    expect(before.pending('red')).toEqual({ points: 7 });
    await before.close();

    answer = sent;
    const after = open(sending);
    const stop = after.start();
    await vi.waitFor(() => expect(points().length).toBeGreaterThan(1));
    await vi.waitFor(() => expect(after.waiting).toBe(0));
    stop();
    return new Set(calls.map((call) => call.idempotencyKey)).size;
  }

  it('keeps an unsent item over a reload and sends it at start under the same key', async () => {
    expect(await keysOverReload(send)).toBe(1);
  });

  it('would notice a key that is made anew for each try', async () => {
    const own = send;
    expect(await keysOverReload((payload, _, key) => own(payload, uuid(), key))).toBeGreaterThan(1);
  });

  it('lets the last one win while it waits', async () => {
    answer = offline;
    const outbox = open();
    await outbox.put('red', { points: 3 });
    await outbox.put('red', { points: 9 });
    expect(outbox.waiting).toBe(1);
    await outbox.flush();
    answer = sent;
    calls.length = 0;
    await outbox.flush();
    expect(points()).toEqual([9]);
  });

  it('sends right after what was saved while another was being sent', async () => {
    const { promise, release } = held();
    answer = (call) => (call.points === 3 ? promise : sent());
    const outbox = open();
    await outbox.put('red', { points: 3 });
    await vi.waitFor(() => expect(points()).toEqual([3]));
    await outbox.put('red', { points: 9 });
    await new Promise((later) => setTimeout(later, 5)); // what is saved in one millisecond has no order
    await outbox.put('blue', { points: 5 });
    release();
    await vi.waitFor(() => expect(outbox.waiting).toBe(0));
    expect(points()).toEqual([3, 9, 5]);
    expect(new Set(calls.map((call) => call.idempotencyKey)).size).toBe(3);
  });

  it('keeps what was refused with the reason, until it is replaced or dismissed', async () => {
    answer = () => Promise.reject(new ProblemError(409, 'judging_closed', 'Judging is over.'));
    const outbox = open();
    await outbox.put('red', { points: 3 });
    await outbox.put('blue', { points: 4 });
    await outbox.flush();
    expect(outbox.waiting).toBe(0);
    expect(outbox.rejected.map(({ key, reason }) => [key, reason])).toEqual([
      ['blue', 'Judging is over.'],
      ['red', 'Judging is over.'],
    ]);
    answer = sent;
    await outbox.put('red', { points: 5 });
    await outbox.dismiss('blue');
    expect(outbox.rejected).toEqual([]);
  });

  it.each([401, 408, 429, 500, 503])('tries again after %i', async (status) => {
    answer = () => Promise.reject(new ProblemError(status, 'passing', 'later'));
    const outbox = open();
    await outbox.put('red', { points: 3 });
    await outbox.flush();
    expect(outbox.waiting).toBe(1);
    expect(outbox.rejected).toEqual([]);
  });

  it('does not let one item that fails hold the others', async () => {
    answer = (call) => (call.key === 'red' ? Promise.reject(new ProblemError(500, 'broken', '')) : sent());
    const outbox = open();
    await outbox.put('red', { points: 3 });
    await outbox.put('blue', { points: 4 });
    await vi.waitFor(() => expect(points()).toContain(4));
    await outbox.flush();
    expect(outbox.waiting).toBe(1);
  });

  it.each([
    ['online', () => window.dispatchEvent(new Event('online'))],
    ['visibilitychange', () => document.dispatchEvent(new Event('visibilitychange'))],
  ])('sends on %s', async (_, happen) => {
    answer = offline;
    vi.spyOn(Math, 'random').mockReturnValue(1);
    const outbox = open();
    const stop = outbox.start();
    await outbox.put('red', { points: 3 });
    await outbox.flush();
    answer = sent;
    happen();
    await vi.waitFor(() => expect(outbox.waiting).toBe(0), { timeout: 400 });
    stop();
  });

  it('sends by itself after a while', async () => {
    answer = offline;
    vi.spyOn(Math, 'random').mockReturnValue(0.02);
    const outbox = open();
    await outbox.put('red', { points: 3 });
    await vi.waitFor(() => expect(calls.length).toBeGreaterThan(2));
    answer = sent;
    await vi.waitFor(() => expect(outbox.waiting).toBe(0));
  });

  it('keeps a draft until its key is saved', async () => {
    const outbox = open();
    await outbox.saveDraft('red', { points: 2 });
    expect(await outbox.draft('red')).toEqual({ points: 2 });
    await outbox.put('red', { points: 3 });
    expect(await outbox.draft('red')).toBeUndefined();
  });

  it('makes keys on plain http, where crypto has no randomUUID', async () => {
    vi.stubGlobal('crypto', { getRandomValues: crypto.getRandomValues.bind(crypto) });
    const outbox = open();
    await outbox.put('red', { points: 3 });
    await outbox.flush();
    expect(calls[0]!.idempotencyKey).toMatch(
      /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/,
    );
  });
});
