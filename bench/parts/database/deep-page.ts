import type { Filling } from '../../database/filling.ts';
import { addTokens, settle, type Tenant } from '../../database/tenants.ts';
import { type Call, callOnce, connectionCount } from '../../measure/load.ts';
import { MeasurementFailed } from '../../measure/measurement-failed.ts';
import type { ServedProcess } from '../../measure/served-process.ts';
import type { Effort } from '../../options.ts';
import type { Section } from '../../report.ts';
import { listCall } from './calls.ts';
import { compare, measureAll, overHttp, toFigures } from './measured.ts';

const pageSize = 100;

/**
 * Fills the list from its end, and takes the cursor of the page far down when nothing is in front of it yet:
 * cursors hold their place whatever is added.
 * @returns that cursor
 */
export async function fillLongList(
  database: Filling,
  tenant: Tenant,
  api: ServedProcess,
  { listRows, deepPage }: Effort,
): Promise<string> {
  const before = (deepPage - 1) * pageSize;
  await addTokens(database, tenant, { from: before, to: listRows });
  // Before that, counting so many rows can take longer than the API gives a statement.
  await settle(database);
  const call = listCall(tenant, 'limit=1');
  const response = await fetch(`${api.url}${call.path}`, { headers: call.headers });
  const cursor = response.headers.get('x-next-cursor');
  if (cursor === null) throw new MeasurementFailed(`The long list has no cursor: ${await response.text()}`);
  await addTokens(database, tenant, { from: 1, to: before - 1 });
  await settle(database);
  return cursor;
}

/** The first page of a long list against one far down. */
export async function measureDeepPage(
  { api, tenant, cursor }: { readonly api: ServedProcess; readonly tenant: Tenant; readonly cursor: string },
  effort: Effort,
  say: (text: string) => void,
): Promise<Section> {
  const { deepPage, listRows } = effort;
  const number = deepPage.toLocaleString('en');
  const deepCall = listCall(tenant, `limit=${pageSize}&cursor=${encodeURIComponent(cursor)}`);
  await checkPlace(api, deepCall, effort);
  const first = overHttp('page 1', api, listCall(tenant, `limit=${pageSize}`));
  const deep = overHttp(`page ${number}`, api, deepCall);
  const rounds = { rounds: effort.rounds, requests: 100, warmUpRequests: 200 };
  const samples = await measureAll([first, deep], rounds, (text) => say(`long list: ${text}`));
  return {
    title: `Database: a list of ${listRows.toLocaleString('en')} rows on PostgreSQL`,
    method: [
      `Pages of ${pageSize} rows; ${connectionCount} connections; ${rounds.rounds} rounds of ${rounds.requests} requests to each, medians.`,
      `Checked: page ${number} is row ${((deepPage - 1) * pageSize + 1).toLocaleString('en')} and those that follow.`,
    ],
    figures: toFigures(samples),
    subject: `Page ${number}`,
    ratios: [compare(samples, deep, first, { of: 'page 1', aim: { atMost: 2, on: 'both' } })],
  };
}

async function checkPlace(api: ServedProcess, call: Call, { deepPage }: Effort): Promise<void> {
  const { text } = await callOnce(api, call);
  const rows: readonly { readonly name: string }[] = JSON.parse(text);
  const start = (deepPage - 1) * pageSize;
  if (
    rows.length !== pageSize ||
    rows.some(({ name }, index) => name !== `Deployment ${start + index + 1}`)
  ) {
    throw new MeasurementFailed(`Page ${deepPage} is not what it should be: ${text.slice(0, 500)}`);
  }
}
