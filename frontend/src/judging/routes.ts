import type { Routes } from '../lib/router/router.svelte';

export const routes = {} satisfies Routes;

/** Screens without the shell: they bring their own <main> and <h1>. */
export const bare = {} satisfies Routes;
