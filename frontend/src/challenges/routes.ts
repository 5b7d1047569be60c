import type { Routes } from '../lib/router/router.svelte';
import { routes as ideas } from './ideas/routes';
import { routes as questions } from './questions/routes';

export const routes = {
  '/days/:day/challenges': () => import('./Challenges.svelte'),
  '/days/:day/challenges/new': () => import('./NewChallenge.svelte'),
  '/days/:day/challenges/:slug': () => import('./Challenge.svelte'),
  '/days/:day/challenges/:slug/edit': () => import('./EditChallenge.svelte'),
  ...ideas,
  ...questions,
} satisfies Routes;
