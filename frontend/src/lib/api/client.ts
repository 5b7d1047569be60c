import { client } from './gen/client.gen';

export * from './gen';

/** A request that has no answer after this long is treated as no connection: no page spins for ever. */
export const PATIENCE_MS = 15_000;

export type FieldError = { pointer: string; detail: string };

/** The server refused, in words (RFC 9457). Switch on `code`, show `message`, never compare the message. */
export class ProblemError extends Error {
  override name = 'ProblemError';
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
    readonly errors: FieldError[] = [],
  ) {
    super(detail);
  }

  /** First message per field, keyed by its JSON pointer without the leading slash: `{ name: "…", "links/0": "…" }`. */
  get fields(): Record<string, string> {
    const found: Record<string, string> = {};
    for (const { pointer, detail } of this.errors) found[pointer.replace(/^#?\//, '')] ??= detail;
    return found;
  }
}

/** No answer: no network, a network that hangs, or a server that is away. Trying again later may help. */
export class OfflineError extends Error {
  override name = 'OfflineError';
}

type Result<T> = Promise<{ data: T | undefined; error?: unknown; response?: Response }>;

/** The data of a generated client function, or a `ProblemError` or `OfflineError`: `await call(peopleGetMe())`. */
export async function call<T>(result: Result<T>): Promise<T> {
  const { data, error, response } = await result;
  if (!response) throw new OfflineError('no answer', { cause: error });
  if (response.ok && error === undefined) return data as T;
  if (response.ok) throw new OfflineError('the answer was cut off', { cause: error });
  throw refused(response.status, error);
}

/** The refusal that an answer holds; who is not signed in any more is led to sign in. */
export function refused(status: number, body: unknown): ProblemError {
  if (status === 401) for (const tell of signedOut) tell();
  const { code, detail, title, errors } = (body && typeof body === 'object' ? body : {}) as {
    code?: string;
    detail?: string;
    title?: string;
    errors?: FieldError[];
  };
  return new ProblemError(
    status,
    code ?? `http_${status}`,
    detail ?? title ?? `HTTP ${status}`,
    errors ?? [],
  );
}

const signedOut = new Set<() => void>();

/** Calls `tell` whenever a request is refused because nobody is signed in; returns the way to stop. */
export function onSignedOut(tell: () => void): () => void {
  signedOut.add(tell);
  return () => signedOut.delete(tell);
}

function patiently(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const request = new Request(input, init);
  const stop = new AbortController();
  request.signal.addEventListener('abort', () => stop.abort(request.signal.reason));
  // Not cleared when the headers arrive: the body may hang as well, and a late abort harms nobody.
  setTimeout(() => stop.abort(new DOMException('no answer in time', 'TimeoutError')), PATIENCE_MS);
  return fetch(request, { signal: stop.signal });
}

client.setConfig({ baseUrl: '', credentials: 'same-origin', fetch: patiently });
