import type { Routes } from '../lib/router/router.svelte';

export const routes = {
  '/days/:day/team': () => import('./MyTeam.svelte'),
  '/days/:day/teams': () => import('./Teams.svelte'),
  '/days/:day/invitation': () => import('./inviting/Invitation.svelte'),
  '/days/:day/matching': () => import('./matching/Matching.svelte'),
  '/days/:day/seekers': () => import('./seeking/Seekers.svelte'),
  '/days/:day/teams/:team': () => import('./Team.svelte'),
} satisfies Routes;
