import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { expect, test } from 'vitest';

interface Bundle {
  /** Paths of the modules whose code is in the bundle. */
  readonly modules: readonly string[];
  /** What the bundle still imports. */
  readonly imports: readonly string[];
  readonly bytes: number;
}

/** Bundles one of the package's entries as a web page would. */
async function bundle(entry: string): Promise<Bundle> {
  const build = await rolldown({
    input: join(import.meta.dirname, '..', 'src', 'generated', entry),
    platform: 'browser',
    logLevel: 'silent',
    external: /^node:/,
  });
  const { output } = await build.generate({ format: 'esm', minify: true });
  await build.close();
  const chunks = output.filter((part) => part.type === 'chunk');
  return {
    modules: chunks.flatMap((chunk) => chunk.moduleIds),
    imports: chunks.flatMap((chunk) => chunk.imports),
    bytes: chunks.reduce((sum, { code }) => sum + Buffer.byteLength(code), 0),
  };
}

const SERVER_SIDE = /runtime\/src\/server|json-schema|\/(?:checks\.js|contract\.ts|server\.ts)$|hono|ajv/;

test('the client runs in a browser and brings nothing of the server', async () => {
  const { modules, imports, bytes } = await bundle('client.ts');
  expect(modules.filter((module) => SERVER_SIDE.test(module))).toEqual([]);
  expect(modules.some((module) => module.includes('runtime/src/client'))).toBe(true);
  expect(imports).toEqual([]);
  // The runtime is about 9 kB, and what it knows of 104 operations as much; ten times that would mean that something
  // came along.
  expect(bytes).toBeLessThan(30_000);
});

test('the server brings its checks, so the pattern above finds what it looks for', async () => {
  const { modules } = await bundle('server.ts');
  expect(modules.filter((module) => SERVER_SIDE.test(module)).length).toBeGreaterThan(2);
});
