import type { Routes } from '../lib/router/router.svelte';

export const routes = {
  '/sign-in': () => import('./SignIn.svelte'),
  '/notices': () => import('./Notices.svelte'),
  '/keys': () => import('./keys/Keys.svelte'),
} satisfies Routes;
