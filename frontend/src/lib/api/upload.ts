import { OfflineError, PATIENCE_MS, refused } from './client';

/** How far a file has come, from 0 to 1. */
export type Progress = (part: number) => void;

/**
 * Sends a file as it is; the answer is that of the API. Rejects as `call()` does, and with the signal's reason when it
 * is aborted. It may take as long as it needs, but not stand still. XMLHttpRequest, since fetch tells no progress.
 */
export function upload<T>(url: string, file: File, progress: Progress, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    let patience: ReturnType<typeof setTimeout>;
    const moved = (): void => {
      clearTimeout(patience);
      patience = setTimeout(() => request.abort(), 2 * PATIENCE_MS);
    };
    request.open('POST', url);
    request.responseType = 'json';
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.upload.onprogress = ({ loaded, total }) => {
      moved();
      progress(total ? loaded / total : 1);
    };
    request.onload = () => {
      if (request.status < 300) resolve(request.response as T);
      else reject(refused(request.status, request.response));
    };
    request.onerror = () => reject(new OfflineError('no answer'));
    request.onabort = () => reject(signal.aborted ? signal.reason : new OfflineError('it stood still'));
    request.onloadend = () => clearTimeout(patience);
    signal.addEventListener('abort', () => request.abort());
    moved();
    request.send(file);
  });
}
