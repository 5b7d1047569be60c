// Kept plain and small: a judge's phone must open and score without a network. Nothing under /api is ever cached.
const VERSION = 'hackday-__VERSION__';
const FILES = /* precache list */ [];
const SHELL = '/index.html';
const PATIENCE_MS = 2500; // bad Wi-Fi hangs more often than it fails
const OFFLINE_SCREENS = /^\/days\/[^/]+\/judging(\/|$)/;

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(VERSION).then((cache) => cache.addAll(FILES)));
});

self.addEventListener('activate', (event) => {
  event.waitUntil(
    (async () => {
      for (const key of await caches.keys()) {
        if (key.startsWith('hackday-') && key !== VERSION) await caches.delete(key);
      }
      await self.clients.claim();
    })(),
  );
});

async function shell(request) {
  try {
    const response = await fetch(request, { signal: AbortSignal.timeout(PATIENCE_MS) });
    if (response.ok) return response;
  } catch {
    // no network, or one that hangs: the cached shell below opens the screen
  }
  return (await caches.match(SHELL)) ?? Response.error();
}

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== location.origin || url.pathname.startsWith('/api')) return;
  if (request.mode === 'navigate') {
    if (OFFLINE_SCREENS.test(url.pathname)) event.respondWith(shell(request));
  } else if (FILES.includes(url.pathname)) {
    event.respondWith(caches.match(url.pathname).then((cached) => cached ?? fetch(request)));
  }
});
