import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { rolldown } from 'rolldown';
import { rootFolder } from './usage.ts';

const client = JSON.stringify(join(rootFolder, 'packages/runtime/src/client/index.ts'));

/** What a web page imports of the client, and what the same bundler makes of openapi-fetch. */
const imports: Readonly<Record<string, string>> = {
  createClient: `export { createClient } from ${client}`,
  '+ retries, timeouts, idempotency keys': `export { createClient, retryingFetch } from ${client}`,
  '+ pacing': `export { createClient, retryingFetch, pacedFetch } from ${client}`,
  '+ credentials, token renewal': `export { createClient, retryingFetch, pacedFetch, authorizedFetch, renewableToken } from ${client}`,
  '+ paging': `export { createClient, retryingFetch, pacedFetch, authorizedFetch, renewableToken, paginate } from ${client}`,
  'everything that the package exports': `export * from ${client}`,
  'openapi-fetch': `export { default } from 'openapi-fetch'`,
};

/** @returns bytes of each, minified, and zipped as well */
export async function bundledSizes(): Promise<
  readonly (readonly [name: string, minified: number, zipped: number])[]
> {
  const sizes = [];
  for (const [name, source] of Object.entries(imports)) {
    const code = await bundle(source);
    sizes.push([name, Buffer.byteLength(code), zip(code)] as const);
  }
  return sizes;
}

/** @returns bytes of a web page's bundle of `source`, minified and zipped */
export const zippedSize = async (source: string): Promise<number> => zip(await bundle(source));

const zip = (code: string): number => gzipSync(code, { level: 9 }).byteLength;

async function bundle(source: string): Promise<string> {
  const entry = join(rootFolder, 'packages/runtime', 'virtual-entry.ts'); // where imports are looked up from
  const build = await rolldown({
    input: entry,
    platform: 'browser',
    logLevel: 'silent',
    resolve: { extensionAlias: { '.js': ['.ts', '.js'] } },
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
  return output[0].code;
}
