import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Database, openDatabase } from '@checkview/api';
import { openFilling } from '../database/filling.ts';
import { startPostgres } from '../database/postgres.ts';
import { addTenants, addTokens, anyTokenOf, settle, type Tenant } from '../database/tenants.ts';
import { type ServedProcess, startServer } from '../measure/served-process.ts';
import { benchFolder } from '../measure/usage.ts';
import type { Effort } from '../options.ts';
import type { Section } from '../report.ts';
import { getCall, listCall } from './database/calls.ts';
import { measureCreates } from './database/creates.ts';
import { fillLongList, measureDeepPage } from './database/deep-page.ts';
import { measureEmbedded, type Place } from './database/embedded.ts';
import { measureReads } from './database/reads.ts';
import { startApi } from './database/start-api.ts';
import { measureStartUps } from './database/start-up.ts';

type Say = (text: string) => void;

/** Rows of the tenant whose lists are short. */
const smallRows = 1_000;

/** The CheckView API on its databases. */
export async function* measureDatabase(effort: Effort, say: Say): AsyncGenerator<Section> {
  const cleanUps: (() => Promise<void>)[] = [];
  try {
    say('database: starting PostgreSQL and filling it');
    const postgres = await startPostgres();
    cleanUps.push(() => postgres.stop());
    const url = await postgres.createDatabase('checkview');
    const database = await openDatabase({ kind: 'postgres', url });
    cleanUps.push(() => database.close());
    const api = await startApi({ DATABASE_URL: url });
    cleanUps.push(() => api.stop());
    const { small, large } = await addTenants(database);
    const filling = openFilling(url);
    cleanUps.push(() => filling.close());
    await addTokens(filling, small, { from: 1, to: smallRows });
    const cursor = await fillLongList(filling, large, api, effort);
    const tokenId = await anyTokenOf(filling, small);

    const bare = await startBare(url, small);
    cleanUps.push(() => bare.stop());
    const calls = { get: getCall(small, tokenId), list: listCall(small, 'limit=25') };
    yield await measureReads({ api, bare }, calls, effort, say);
    yield await measureDeepPage({ api, tenant: large, cursor }, effort, say);
    yield await measureCreates({ api, bare }, small, effort, say);
    const embedded = await startEmbedded(cleanUps);
    yield await measureEmbedded({ embedded, postgres: { api, tenant: small, tokenId } }, effort, say);
    yield await measureStartUps(postgres, effort, say);
  } finally {
    for (const cleanUp of cleanUps.toReversed()) await cleanUp();
  }
}

function startBare(url: string, { organizationId, userId }: Tenant): Promise<ServedProcess> {
  const file = join(benchFolder, 'servers/bare-tokens.ts');
  return startServer({ name: 'bare node:http and queries', file, args: [url, organizationId, userId] });
}

/** An API on a folder that has the same rows as the short list on PostgreSQL. */
async function startEmbedded(cleanUps: (() => Promise<void>)[]): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), 'plumbline-bench-data-'));
  cleanUps.push(() => rm(folder, { recursive: true }));
  const database = await openDatabase({ kind: 'embedded', folder });
  const place = await fillSmall(database).finally(() => database.close());
  const api = await startApi({ CHECKVIEW_DATA: folder });
  cleanUps.push(() => api.stop());
  return { api, ...place };
}

async function fillSmall(database: Database): Promise<Omit<Place, 'api'>> {
  const { small } = await addTenants(database);
  await addTokens(database, small, { from: 1, to: smallRows });
  await settle(database);
  return { tenant: small, tokenId: await anyTokenOf(database, small) };
}
