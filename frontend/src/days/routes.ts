import type { Routes } from '../lib/router/router.svelte';

export const routes = {
  '/': () => import('./Days.svelte'),
} satisfies Routes;
