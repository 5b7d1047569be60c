import type { Routes } from '../../lib/router/router.svelte';

export const routes = {
  '/days/:day/questions': () => import('./Questions.svelte'),
} satisfies Routes;
