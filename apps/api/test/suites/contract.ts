import { fileURLToPath } from 'node:url';
import { contractTests } from '@plumbline/contract-tests/vitest';
import { type ApiModel, loadDescription, toApiModel } from '@plumbline/openapi';
import { afterAll } from 'vitest';
import { type App, createApp } from '../../src/app.ts';
import { listen } from '../../src/listen.ts';
import { createTestIdentities } from '../../src/seed/test-identities.ts';
import type { Database } from '../../src/store/database.ts';
import { setUpContractTests } from '../contract-setup.ts';
import { startStandInSite } from '../stand-in-site/stand-in-site.ts';

/** All operations take a minute alone, and more beside other tests. */
const runTimeoutMs = 400_000;

/** The description as it stands in `spec/`. */
export async function loadModel(): Promise<ApiModel> {
  const path = fileURLToPath(new URL('../../../../spec/openapi.yaml', import.meta.url));
  const loaded = await loadDescription(path);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.diagnostics));
  return toApiModel(loaded.description).model;
}

/**
 * Holds what is written of the API against its description, in process or over a socket. One call for
 * each database and way; each has organizations of its own.
 */
export async function testContract(
  model: ApiModel,
  database: Database,
  way: 'in process' | 'over a socket',
): Promise<void> {
  // The plans' limits are far below what the tests send; rate-limit.test.ts proves them.
  const app = await createApp({ database, requestsPerMinute: 1_000_000, allowLoopback: true });
  const site = await startStandInSite({ publicKey: app.sitePublicKey });
  afterAll(() => site.close());
  const setup = await setUpContractTests(await createTestIdentities(database), site.url);
  contractTests(model, await reach(app, way), { ...setup, runTimeoutMs });
}

async function reach(app: App, way: string) {
  if (way === 'in process') return { fetch: app.fetch, baseUrl: 'http://api.test' };
  const listener = await listen(app, { host: '127.0.0.1', port: 0 });
  afterAll(() => listener.close(1_000));
  return { fetch: (request: Request) => fetch(request), baseUrl: listener.url };
}
