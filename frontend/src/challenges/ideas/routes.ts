import type { Routes } from '../../lib/router/router.svelte';

export const routes = {
  '/days/:day/ideas': () => import('./Ideas.svelte'),
  '/days/:day/ideas/new': () => import('./NewIdea.svelte'),
  '/days/:day/ideas/:idea': () => import('./Idea.svelte'),
  '/days/:day/ideas/:idea/edit': () => import('./EditIdea.svelte'),
  '/days/:day/ideas/:idea/adopt': () => import('./AdoptIdea.svelte'),
} satisfies Routes;
