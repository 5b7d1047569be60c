import type { Routes } from '../lib/router/router.svelte';

export const routes = {
  '/days/:day/project': () => import('./MyProject.svelte'),
  '/days/:day/extensions': () => import('./extensions/Extensions.svelte'),
  '/days/:day/projects': () => import('./Projects.svelte'),
  '/days/:day/projects/:id': () => import('./Project.svelte'),
} satisfies Routes;
