import type { Routes } from '../lib/router/router.svelte';

export const routes = {} satisfies Routes;
