import type { Routes } from '../lib/router/router.svelte';

export const routes = {
  '/days/:day/release': () => import('./Release.svelte'),
  '/days/:day/release/:part': () => import('./Release.svelte'),
} satisfies Routes;
