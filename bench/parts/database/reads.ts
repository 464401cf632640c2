import { isDeepStrictEqual } from 'node:util';
import { type Call, callOnce, connectionCount } from '../../measure/load.ts';
import { MeasurementFailed } from '../../measure/measurement-failed.ts';
import type { ServedProcess } from '../../measure/served-process.ts';
import type { Effort } from '../../options.ts';
import type { Aim, Section } from '../../report.ts';
import { compare, measureAll, overHttp, toFigures, withoutHttp } from './measured.ts';

const aim: Aim = { atMost: 1.5, on: 'both' };

interface Servers {
  readonly api: ServedProcess;
  readonly bare: ServedProcess;
}

/** One row by its id, and one page of a list, against the same queries with nothing around them. */
export async function measureReads(
  { api, bare }: Servers,
  calls: { readonly get: Call; readonly list: Call },
  effort: Effort,
  say: (text: string) => void,
): Promise<Section> {
  await checkSameAnswer(api, bare, calls.get);
  await checkSameAnswer(api, bare, calls.list);
  const get = {
    api: overHttp('GET, the API', api, calls.get),
    bare: overHttp('GET, bare node:http and query', bare, calls.get),
    byHand: overHttp('GET, the same guards by hand', bare, guarded(calls.get)),
    driver: withoutHttp('GET, the query alone', bare, calls.get),
  };
  const list = {
    api: overHttp('list, the API', api, calls.list),
    bare: overHttp('list, bare node:http and queries', bare, calls.list),
    byHand: overHttp('list, the same guards by hand', bare, guarded(calls.list)),
    driver: withoutHttp('list, the queries alone', bare, calls.list),
  };
  const { rounds, databaseRequests: requests } = effort;
  const samples = await measureAll(
    [...Object.values(get), ...Object.values(list)],
    { rounds, requests, warmUpRequests: requests * 4 },
    (text) => say(`reads: ${text}`),
  );
  return {
    title: 'Database: reads on PostgreSQL',
    method: [
      `${connectionCount} connections over HTTP, ${connectionCount} to the database; ${rounds} rounds of ${requests.toLocaleString('en')} requests to each, medians.`,
      'The API authenticates, counts against the rate limit, enters its organization in a transaction and checks its answer; bare does none of this.',
      'By hand: the statements that authenticate, count and enter, through the driver without anything else.',
      'A list is 25 rows and the number of all. CPU is that of the API’s process, without PostgreSQL.',
      'Checked: both answer the same JSON.',
    ],
    figures: toFigures(samples),
    subject: 'The API',
    ratios: [
      compare(samples, get.api, get.bare, { of: 'bare node:http and query, GET', aim }),
      compare(samples, list.api, list.bare, { of: 'bare node:http and queries, list', aim }),
      compare(samples, get.api, get.byHand, { of: 'the same guards by hand, GET' }),
      compare(samples, list.api, list.byHand, { of: 'the same guards by hand, list' }),
      compare(samples, get.api, get.driver, { of: 'the query alone, GET' }),
      compare(samples, list.api, list.driver, { of: 'the queries alone, list' }),
    ],
  };
}

function guarded(call: Call): Call {
  return { ...call, path: `/guarded${call.path}` };
}

async function checkSameAnswer(api: ServedProcess, bare: ServedProcess, call: Call): Promise<void> {
  const mine = await callOnce(api, call);
  if (mine.status !== 200) throw new MeasurementFailed(`The API answers ${mine.status}: ${mine.text}`);
  for (const path of [call.path, guarded(call).path]) {
    const theirs = await callOnce(bare, { ...call, path });
    if (!isDeepStrictEqual(JSON.parse(mine.text), JSON.parse(theirs.text))) {
      throw new MeasurementFailed(`The bare server answers ${theirs.text} to ${path}, not ${mine.text}`);
    }
  }
}
