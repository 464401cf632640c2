import { defineConfig } from 'vitest/config';

/** Whole commands are run as processes of their own, which takes seconds on a busy machine. */
export default defineConfig({ test: { testTimeout: 60_000, hookTimeout: 120_000 } });
