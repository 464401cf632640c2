import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { rolldown } from 'rolldown';
import { expect, test } from 'vitest';

const clientIndex = JSON.stringify(join(import.meta.dirname, '../../src/client/index.ts'));

/** Bytes of a browser bundle of what `source` imports, minified and zipped as a web server would send it. */
async function zippedSize(source: string): Promise<number> {
  const entry = 'virtual:entry';
  const build = await rolldown({
    input: entry,
    platform: 'browser',
    logLevel: 'silent',
    plugins: [
      {
        name: 'entry',
        resolveId: (id) => (id === entry ? id : null),
        load: (id) => (id === entry ? source : null),
      },
    ],
  });
  const { output } = await build.generate({ format: 'esm', minify: true });
  await build.close();
  return gzipSync(output[0].code, { level: 9 }).byteLength;
}

test('the client is at most a tenth larger than the 2,644 bytes of openapi-fetch 0.17', async () => {
  const size = await zippedSize(`export { createClient } from ${clientIndex};`);
  expect(size).toBeLessThanOrEqual(2_880);
});

const layers = 'retryingFetch, pacedFetch, authorizedFetch, renewableToken';

test('with retries, timeouts, idempotency keys, pacing and credentials it stays below 5.3 kB', async () => {
  const size = await zippedSize(`export { createClient, ${layers} } from ${clientIndex};`);
  expect(size).toBeLessThanOrEqual(5_300);
});

test('with paging as well it stays below 6.65 kB', async () => {
  const size = await zippedSize(`export { createClient, ${layers}, paginate } from ${clientIndex};`);
  expect(size).toBeLessThanOrEqual(6_650);
});

test('what is not imported is not there', async () => {
  const [client, more] = await Promise.all([
    zippedSize(`export { createClient } from ${clientIndex};`),
    zippedSize(`export { createClient, readEvents } from ${clientIndex};`),
  ]);
  expect(more).toBeGreaterThan(client);
});
