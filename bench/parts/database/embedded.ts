import type { Tenant } from '../../database/tenants.ts';
import { connectionCount } from '../../measure/load.ts';
import type { ServedProcess } from '../../measure/served-process.ts';
import type { Effort } from '../../options.ts';
import type { Section } from '../../report.ts';
import { getCall, keyedCreateCalls, listCall } from './calls.ts';
import { compare, type Measured, measureAll, overHttp, toFigures } from './measured.ts';

/** An API with a tenant of its own, and one of that tenant's tokens. */
export interface Place {
  readonly api: ServedProcess;
  readonly tenant: Tenant;
  readonly tokenId: string;
}

/** The API on PGlite against the API on PostgreSQL. */
export async function measureEmbedded(
  places: { readonly embedded: Place; readonly postgres: Place },
  effort: Effort,
  say: (text: string) => void,
): Promise<Section> {
  const embedded = callsOf('PGlite', places.embedded);
  const postgres = callsOf('PostgreSQL', places.postgres);
  const { rounds } = effort;
  const requests = effort.databaseRequests / 2;
  const samples = await measureAll(
    [embedded.get, postgres.get, embedded.list, postgres.list, embedded.create, postgres.create],
    { rounds, requests, warmUpRequests: requests * 2 },
    (text) => say(`embedded: ${text}`),
  );
  const ratio = (name: 'get' | 'list' | 'create', of: string) =>
    compare(samples, embedded[name], postgres[name], { of });
  return {
    title: 'Database: embedded against PostgreSQL',
    method: [
      `${connectionCount} connections; ${rounds} rounds of ${requests.toLocaleString('en')} requests to each, medians.`,
      'PGlite works inside of the API’s process, so its CPU is counted; that of PostgreSQL is not.',
    ],
    figures: toFigures(samples),
    subject: 'PGlite',
    ratios: [
      ratio('get', 'PostgreSQL, GET'),
      ratio('list', 'PostgreSQL, list'),
      ratio('create', 'PostgreSQL, create with a key'),
    ],
  };
}

function callsOf(
  database: string,
  { api, tenant, tokenId }: Place,
): Readonly<Record<'get' | 'list' | 'create', Measured>> {
  return {
    get: overHttp(`GET, ${database}`, api, getCall(tenant, tokenId)),
    list: overHttp(`list of 25, ${database}`, api, listCall(tenant, 'limit=25')),
    create: overHttp(`create with a key, ${database}`, api, keyedCreateCalls(tenant)),
  };
}
