import type { Routes } from '../../lib/router/router.svelte';

export const routes = {
  '/days/:day/choice': () => import('./Choice.svelte'),
  '/days/:day/choice/setup': () => import('./ChoiceSetup.svelte'),
  '/days/:day/choice/codes': () => import('./Codes.svelte'),
} satisfies Routes;

/** A kiosk stands in a hall and is signed in as nobody: no shell, and its token behind the `#`. */
export const bare = {
  '/days/:day/kiosk': () => import('./Kiosk.svelte'),
} satisfies Routes;
