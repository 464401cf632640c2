import { defineConfig } from 'vitest/config';
import { FiguresReporter } from './figures-reporter.ts';

/** The cases that take long, break a PostgreSQL of their own, and need the machine for themselves. */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['*.faults.ts'],
    fileParallelism: false,
    testTimeout: 600_000,
    hookTimeout: 120_000,
    reporters: ['verbose', new FiguresReporter()],
  },
});
