import { OfflineError, refused, type FileMapping } from '../../lib/api/client';

/** Long enough for a rota of a hundred thousand shifts over a slow line. */
const PATIENCE_MS = 180_000;

/**
 * Sends a file with how it is written; `tell` hears the share of it that has arrived, from 0 to 1. With XMLHttpRequest,
 * since `fetch` cannot say how far an upload is. Rejects with ProblemError or OfflineError, as `call()` does.
 */
export function upload<T>(
  path: string,
  query: Record<string, string | boolean>,
  file: Blob,
  mapping: FileMapping | null,
  tell: (share: number) => void,
): Promise<T> {
  const form = new FormData();
  form.append('file', file);
  if (mapping) form.append('mapping', JSON.stringify(mapping));
  const asked = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]));
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `${path}?${asked}`);
    request.responseType = 'json';
    request.timeout = PATIENCE_MS;
    request.upload.onprogress = ({ loaded, total }) => tell(total ? loaded / total : 0);
    request.onload = () => {
      const body = request.response as T | null;
      if (request.status === 200 && body) resolve(body);
      else reject(refused(request.status, body));
    };
    request.onerror = request.ontimeout = () => reject(new OfflineError('no answer'));
    request.send(form);
  });
}
