import { createApp, createTestIdentities, type Database, listen } from '@checkview/api';
import { type Report, runContractTests } from '@plumbline/contract-tests';
import type { ApiModel } from '@plumbline/openapi';
import { setUpContractTests } from '../../apps/api/test/contract-setup.ts';
import { startStandInSite } from '../../apps/api/test/stand-in-site/stand-in-site.ts';

/** So high that the suite, which asks for more than a minute's worth, never meets it. */
const requestsPerMinute = 1_000_000;

/**
 * Runs the contract tests over a socket against the operations that are written, on the same
 * database: in organizations of their own that are removed afterwards, on a listener of its own
 * whose rate limit is out of the way.
 */
export async function proveApi(
  model: ApiModel,
  database: Database,
  onProgress: (text: string) => void,
): Promise<{ readonly says: string; readonly report: Report }> {
  const app = await createApp({ database, requestsPerMinute, allowLoopback: true });
  const listener = await listen(app, { host: '127.0.0.1', port: 0 });
  // Another than the one to try things on, which somebody may have added already.
  const site = await startStandInSite({ publicKey: app.sitePublicKey });
  const people = await createTestIdentities(database);
  try {
    const target = { fetch, baseUrl: listener.url };
    const run = runContractTests(model, target, await setUpContractTests(people, site.url));
    for await (const event of run) {
      if (event.type === 'operation') onProgress(`${event.index}/${event.total} ${event.operation}`);
    }
    const report = await run.report;
    return { says: verdictOf(report), report };
  } finally {
    await listener.close(1_000);
    await app.close();
    await site.close();
    await people.remove();
  }
}

function verdictOf({ counts, requests, results }: Report): string {
  const tested = new Set(results.map(({ operation }) => operation)).size;
  const { proved, violated, unproven } = counts;
  return `${tested} operations, ${requests} requests: ${proved} obligations proved, ${violated} violated, ${unproven} unproven`;
}
