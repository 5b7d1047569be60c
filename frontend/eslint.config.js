import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import { defineConfig } from 'eslint/config';
import globals from 'globals';
import ts from 'typescript-eslint';

export default defineConfig(
  { ignores: ['dist', 'src/lib/api/gen', 'canary'] },
  js.configs.recommended,
  ts.configs.recommended,
  svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.browser } },
    rules: {
      'no-undef': 'off', // the type checker does this
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-restricted-globals': [
        'error',
        { name: 'fetch', message: 'Use the generated client through call().' },
      ],
    },
  },
  { files: ['src/lib/api/client.ts', 'src/sw.js'], rules: { 'no-restricted-globals': 'off' } },
  { files: ['src/sw.js'], languageOptions: { globals: { ...globals.serviceworker } } },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: {
      parserOptions: { projectService: true, extraFileExtensions: ['.svelte'], parser: ts.parser },
    },
    rules: {
      // Links are built by p() of src/routes.ts; this rule knows SvelteKit's resolve() alone.
      'svelte/no-navigation-without-resolve': 'off',
    },
  },
  {
    // Plain maps and dates in classes that publish whole values through $state.raw are meant to be plain.
    files: ['src/**/*.svelte.ts'],
    rules: { 'svelte/prefer-svelte-reactivity': 'off' },
  },
);
