import { defineConfig } from 'vitest/config';

/** A load starts a thread of its own, which takes seconds on a busy machine. */
export default defineConfig({ test: { testTimeout: 30_000 } });
