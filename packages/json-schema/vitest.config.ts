import { defineConfig } from 'vitest/config';

// The proofs over public descriptions compile thousands of schemas, which takes a busy machine a while.
export default defineConfig({ test: { testTimeout: 60_000 } });
