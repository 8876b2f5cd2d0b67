import { defineConfig } from 'vitest/config';

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    include: ['**/*.test.ts', '**/*.test.tsx'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    environment: 'node',
    // A worker for each file spends most of its time on loading the DOM again; fresh.ts parts the files.
    pool: 'threads',
    isolate: false,
    setupFiles: ['tests/fresh.ts'],
    allowOnly: false,
    passWithNoTests: false,
  },
});
