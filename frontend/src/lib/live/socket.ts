/** What the reader may be told: being connected, connected, or waiting for the next try. */
export type LinkState = 'connecting' | 'open' | 'waiting';

export type LiveOptions = {
  /** The address to open; `after` is the place to go on from, or null for a snapshot. */
  url: (after: string | null) => string;
  /** Where we stand, as `<epoch>.<seq>`; null before the first snapshot. */
  after: () => string | null;
  /** Takes one decoded message; false when it does not fit to what we have (a hole), so that we must ask again. */
  take: (message: unknown) => boolean;
  state?: (state: LinkState) => void;
  /** The server speaks at least every 10 s; a line that is silent for longer than this is dead. */
  silenceMs?: number;
  random?: () => number;
};

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;

/**
 * Keeps a websocket to a live stream open until the returned function is called.
 *
 * Tries again after a random time up to 0.5, 1, 2, … 30 s (full jitter: thousands of watchers must not come back
 * together), at once when the network or the page comes back. After a hole it first asks for what is missing; if
 * that does not fit either, for a snapshot.
 */
export function connect(options: LiveOptions): () => void {
  const silence = options.silenceMs ?? 25_000;
  const random = options.random ?? Math.random;
  let socket: WebSocket | null = null;
  let tries = 0;
  let holes = 0;
  let stopped = false;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let watchdog: ReturnType<typeof setTimeout> | undefined;

  const listen = (): void => {
    clearTimeout(watchdog);
    watchdog = setTimeout(again, silence);
  };

  /** Leaves the present socket without waiting for its closing handshake, which a dead line never answers. */
  const leave = (): void => {
    clearTimeout(retry);
    clearTimeout(watchdog);
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
    socket = null;
  };

  const again = (): void => {
    leave();
    options.state?.('waiting');
    const longest = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** tries++);
    retry = setTimeout(open, random() * longest);
  };

  const open = (): void => {
    leave();
    options.state?.('connecting');
    socket = new WebSocket(options.url(holes > 1 ? null : options.after()));
    listen();
    socket.onopen = () => options.state?.('open');
    socket.onclose = again;
    socket.onmessage = ({ data }) => {
      listen();
      if (takes(data)) {
        tries = 0; // only a stream that works counts as success, not one that opens and closes
        holes = 0;
      } else {
        holes += 1;
        again();
      }
    };
  };

  const takes = (data: unknown): boolean => {
    try {
      return options.take(JSON.parse(String(data)));
    } catch {
      return false;
    }
  };

  const wake = (): void => {
    if (stopped || socket?.readyState === WebSocket.OPEN) return;
    tries = 0;
    open();
  };
  const shown = (): void => {
    if (document.visibilityState === 'visible') wake();
  };

  window.addEventListener('online', wake);
  document.addEventListener('visibilitychange', shown);
  open();
  return () => {
    stopped = true;
    window.removeEventListener('online', wake);
    document.removeEventListener('visibilitychange', shown);
    leave();
  };
}

/** The websocket address of a path of this server. */
export const liveUrl = (path: string): string => location.origin.replace(/^http/, 'ws') + path;
