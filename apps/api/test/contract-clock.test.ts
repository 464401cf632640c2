import { type ContractTestOptions, type Report, runContractTests } from '@plumbline/contract-tests';
import { describe, expect, test } from 'vitest';
import { createApp } from '../src/app.ts';
import { createTestIdentities } from '../src/seed/test-identities.ts';
import { openDatabase } from '../src/store/database.ts';
import { setUpContractTests } from './contract-setup.ts';
import { createMovableClock } from './movable-clock.ts';
import { loadModel } from './suites/contract.ts';

const model = await loadModel();

interface Api {
  readonly requestsPerMinute?: number;
  /** Where nothing answers; each website has an address of its own. */
  readonly siteUrl: string;
}

/** On a database of its own, whose time nobody has moved. */
async function run({ siteUrl, ...limits }: Api, { only, ...options }: ContractTestOptions): Promise<Report> {
  const database = await openDatabase({ kind: 'memory' });
  const clock = await createMovableClock(database);
  const app = await createApp({ database, ...limits, allowLoopback: true });
  const setup = await setUpContractTests(await createTestIdentities(database), siteUrl);
  const target = { fetch: app.fetch, baseUrl: 'http://api.test' };
  const report = await runContractTests(model, target, { ...setup, clock, ...options, only: only ?? [] })
    .report;
  await app.close();
  await database.close();
  return report;
}

const violated = ({ results }: Report) => results.filter(({ verdict }) => verdict.outcome === 'violated');

const open = ({ results }: Report) =>
  results.flatMap(({ id, verdict }) => (verdict.outcome === 'unproven' ? [`${id} ${verdict.reason}`] : []));

describe('with a clock that is moved', { timeout: 120_000 }, () => {
  test('answers are kept for an hour, and no longer', async () => {
    const report = await run(
      { requestsPerMinute: 1_000_000, siteUrl: 'http://127.0.0.1:9' },
      {
        only: ['*Variable:I.*', '*Token:I.*', '*TestFlow:I.*'],
        exhaust: false,
      },
    );
    expect(violated(report)).toEqual([]);
    const kept = report.results.filter(
      ({ kind, verdict }) => kind === 'I.ttl' && verdict.outcome === 'proved',
    );
    expect(kept.length).toBeGreaterThan(6);
  });

  test('the limit of a paid plan is what the description says, for the organization as a whole', async () => {
    const report = await run({ siteUrl: 'http://127.0.0.1:10' }, { only: ['getCurrentUser:X.*'] });
    expect(violated(report)).toEqual([]);
    expect(open(report)).toEqual([]);
  });
});
