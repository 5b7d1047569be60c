/** Registers the service worker that keeps the judging screens on this device. It needs https or localhost. */
export function keepOffline(): void {
  if (import.meta.env.PROD && 'serviceWorker' in navigator) void navigator.serviceWorker.register('/sw.js');
}
