import type { Routes } from '../lib/router/router.svelte';

export const routes = {
  '/': () => import('./Days.svelte'),
  '/new-day': () => import('./NewDay.svelte'),
  '/days/:day': () => import('./Overview.svelte'),
  '/days/:day/settings': () => import('./Details.svelte'),
  '/days/:day/settings/phases': () => import('./Phases.svelte'),
  '/days/:day/settings/roles': () => import('./Roles.svelte'),
  '/days/:day/settings/sign-ups': () => import('./SignUps.svelte'),
} satisfies Routes;
