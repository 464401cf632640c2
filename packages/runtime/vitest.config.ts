import { defineConfig } from 'vitest/config';

/** What a server answers must not depend on what brings it the requests, so the same tests run twice. */
export default defineConfig({
  test: {
    projects: [
      { test: { name: 'in process', env: { TRANSPORT: 'fetch' } } },
      {
        test: {
          name: 'node:http',
          env: { TRANSPORT: 'node' },
          include: [
            'answers',
            'authentication',
            'idempotency',
            'rate-limit',
            'requests',
            'unimplemented',
          ].map((name) => `test/${name}.test.ts`),
        },
      },
    ],
  },
});
