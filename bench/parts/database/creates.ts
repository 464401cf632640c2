import type { Tenant } from '../../database/tenants.ts';
import { connectionCount } from '../../measure/load.ts';
import type { ServedProcess } from '../../measure/served-process.ts';
import type { Effort } from '../../options.ts';
import type { Section } from '../../report.ts';
import { createCall, keyedCreateCalls } from './calls.ts';
import { compare, measureAll, overHttp, toFigures } from './measured.ts';

/** A creation with an idempotency key, without one, and as a bare insert. */
export async function measureCreates(
  { api, bare }: { readonly api: ServedProcess; readonly bare: ServedProcess },
  tenant: Tenant,
  effort: Effort,
  say: (text: string) => void,
): Promise<Section> {
  const call = createCall(tenant);
  const keyed = overHttp('with an idempotency key', api, keyedCreateCalls(tenant));
  const plain = overHttp('without a key', api, () => call);
  const insert = overHttp('bare node:http and insert', bare, () => call);
  const { rounds } = effort;
  const requests = effort.databaseRequests / 2;
  const samples = await measureAll(
    [keyed, plain, insert],
    { rounds, requests, warmUpRequests: requests * 2 },
    (text) => say(`creates: ${text}`),
  );
  return {
    title: 'Database: creates on PostgreSQL',
    method: [
      `${connectionCount} connections; ${rounds} rounds of ${requests.toLocaleString('en')} requests to each, medians. Each commit waits for the disk.`,
      'With a key, the answer is kept encrypted in the same transaction.',
    ],
    figures: toFigures(samples),
    subject: 'With a key',
    ratios: [
      compare(samples, keyed, plain, { of: 'without a key' }),
      compare(samples, keyed, insert, { of: 'bare node:http and insert' }),
    ],
  };
}
