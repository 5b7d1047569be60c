import type { Routes } from '../lib/router/router.svelte';

export const routes = {
  '/days/:day/board': () => import('./BoardPage.svelte'),
  '/days/:day/board/room': () => import('./deciding/RoomPage.svelte'),
  '/days/:day/board/stage': () => import('./StagePage.svelte'),
} satisfies Routes;

/** Screens without the shell: they bring their own <main> and <h1>. */
export const bare = {
  '/days/:day/board/screen': () => import('./BigScreen.svelte'),
} satisfies Routes;
