import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import { defineConfig } from 'vitest/config';
import { precache } from './vite-precache.ts';

const server = process.env['HACKDAY_DEV_SERVER'] ?? 'http://127.0.0.1:8000';

export default defineConfig({
  base: '/',
  plugins: [
    svelte(),
    svelteTesting(),
    precache({
      worker: 'src/sw.js',
      screens: /\/src\/judging\/\w+\.svelte$/,
      assets: /plex-sans-latin-wght/,
    }),
  ],
  // No inlined assets: the content security policy allows no data: fonts.
  build: { target: 'es2023', cssTarget: ['chrome111', 'safari16.4', 'firefox114'], assetsInlineLimit: 0 },
  server: { proxy: { '/api': { target: server, ws: true, changeOrigin: false } } },
  test: {
    environment: 'jsdom',
    include: ['{src,tests}/**/*.test.ts'],
    setupFiles: ['tests/setup.ts'],
    env: { TZ: 'Europe/Berlin' },
  },
});
