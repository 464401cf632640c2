import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    globalSetup: './test/start-postgres.ts',
    // PGlite and child processes take seconds to start on a busy machine.
    testTimeout: 60_000,
    hookTimeout: 90_000,
  },
});
