import type { Routes } from '../lib/router/router.svelte';
import * as choice from './choice/routes';

export const routes = {
  '/days/:day/judging': () => import('./Judging.svelte'),
  '/days/:day/judging/progress': () => import('./Progress.svelte'),
  '/days/:day/judging/conflicts': () => import('./conflicts/Conflicts.svelte'),
  '/days/:day/judging/fairness': () => import('./fairness/Fairness.svelte'),
  '/days/:day/judging/visits': () => import('./assignment/Visits.svelte'),
  '/days/:day/judging/setup': () => import('./Setup.svelte'),
  ...choice.routes,
} satisfies Routes;

/** Screens without the shell: they bring their own <main> and <h1>. */
export const bare = {
  '/days/:day/judging/example': () => import('./ExamplePage.svelte'),
  '/days/:day/judging/:project': () => import('./ScoreSheet.svelte'),
  ...choice.bare,
} satisfies Routes;
