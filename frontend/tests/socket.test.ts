import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { connect, type LiveOptions, type LinkState } from '../src/lib/live/socket';
import { FakeSocket } from './fakes';

type Message = { epoch: number; from?: number; seq: number };

let stop: () => void;
let states: LinkState[];
let place: string | null;

/** Takes snapshots, and deltas that begin where we stand. */
function take(message: unknown): boolean {
  const { epoch, from, seq } = message as Message;
  if (from !== undefined && place !== `${epoch}.${from}`) return false;
  place = `${epoch}.${seq}`;
  return true;
}

function begin(options: Partial<LiveOptions> = {}): void {
  stop = connect({
    url: (after) => `ws://host/live?after=${after ?? ''}`,
    after: () => place,
    take,
    state: (state) => states.push(state),
    random: () => 1,
    ...options,
  });
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('WebSocket', FakeSocket);
  FakeSocket.all = [];
  states = [];
  place = null;
});
afterEach(() => {
  stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('connect', () => {
  it('asks for a snapshot first and goes on from where it stood after a loss', () => {
    begin();
    expect(FakeSocket.last.url).toMatch(/after=$/);
    FakeSocket.last.open();
    FakeSocket.last.say({ epoch: 7, seq: 4 });
    FakeSocket.last.say({ epoch: 7, from: 4, seq: 5 });
    FakeSocket.last.lose();
    vi.advanceTimersByTime(500);
    expect(FakeSocket.last.url).toMatch(/after=7\.5$/);
    expect(states).toEqual(['connecting', 'open', 'waiting', 'connecting']);
  });

  it('asks for what is missing after a hole, and for a snapshot if that does not fit either', () => {
    begin();
    FakeSocket.last.say({ epoch: 1, seq: 5 });
    FakeSocket.last.say({ epoch: 1, from: 6, seq: 9 });
    vi.advanceTimersByTime(500);
    expect(FakeSocket.last.url).toMatch(/after=1\.5$/);
    FakeSocket.last.say({ epoch: 1, from: 6, seq: 9 });
    vi.advanceTimersByTime(1000);
    expect(FakeSocket.last.url).toMatch(/after=$/);
  });

  it('counts nonsense as a hole instead of dying of it', () => {
    begin();
    FakeSocket.last.say('{not json');
    vi.advanceTimersByTime(500);
    expect(FakeSocket.all).toHaveLength(2);
  });

  it('waits up to 30 s, however often it fails', () => {
    begin();
    const waits = Array.from({ length: 9 }, () => {
      const before = FakeSocket.all.length;
      FakeSocket.last.open(); // opening alone is no success
      FakeSocket.last.lose();
      let waited = 0;
      while (FakeSocket.all.length === before) waited += (vi.advanceTimersByTime(500), 500);
      return waited;
    });
    expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 16000, 30000, 30000, 30000]);
  });

  it('spreads the tries over the whole time', () => {
    begin({ random: () => 0.1 });
    FakeSocket.last.lose();
    vi.advanceTimersByTime(49);
    expect(FakeSocket.all).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(FakeSocket.all).toHaveLength(2);
  });

  it('leaves a line that has been silent for 25 s, and only then', () => {
    begin();
    FakeSocket.last.open();
    FakeSocket.last.say({ epoch: 1, seq: 1 });
    vi.advanceTimersByTime(24_999);
    expect(states.at(-1)).toBe('open');
    vi.advanceTimersByTime(1);
    expect(states.at(-1)).toBe('waiting');
    FakeSocket.all[0]!.say({ epoch: 1, seq: 2 }); // too late: that socket is left
    expect(place).toBe('1.1');
  });

  it('tries at once when the network comes back, and never after the end', () => {
    begin();
    for (let i = 0; i < 5; i++) {
      FakeSocket.last.lose();
      vi.advanceTimersByTime(30_000);
    }
    FakeSocket.last.lose();
    const before = FakeSocket.all.length;
    window.dispatchEvent(new Event('online'));
    expect(FakeSocket.all).toHaveLength(before + 1);
    stop();
    window.dispatchEvent(new Event('online'));
    vi.advanceTimersByTime(60_000);
    expect(FakeSocket.all).toHaveLength(before + 1);
  });
});
