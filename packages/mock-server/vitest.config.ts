import { defineConfig } from 'vitest/config';

/** Loading a description starts a thread, and every schema is compiled once, which takes seconds on a busy machine. */
export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // No test leaves anything behind, and loading Prism and Ajv once is enough.
    isolate: false,
  },
});
