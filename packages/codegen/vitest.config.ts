import { defineConfig } from 'vitest/config';

/** The first to print types loads two compilers, which takes seconds on a busy machine. */
export default defineConfig({ test: { testTimeout: 30_000 } });
