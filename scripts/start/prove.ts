import {
  createApp,
  createTestIdentities,
  type Database,
  listen,
  operations,
  type TestIdentity,
} from '@checkview/api';
import { type Identity, type Report, runContractTests } from '@plumbline/contract-tests';
import type { ApiModel } from '@plumbline/openapi';

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
  const app = await createApp({ database, requestsPerMinute });
  const listener = await listen(app.fetch, { host: '127.0.0.1', port: 0 });
  const people = await createTestIdentities(database);
  try {
    const run = runContractTests(
      model,
      { fetch, baseUrl: listener.url },
      {
        only: Object.keys(operations),
        identities: [people.admin, people.collaborator, ...people.without.values()].map(toIdentity),
        mint: async ({ scopes, role }) => {
          const minted = await people.mint(scopes as TestIdentity['scopes'], role as TestIdentity['role']);
          return credentialsOf(minted);
        },
      },
    );
    for await (const event of run) {
      if (event.type === 'operation') onProgress(`${event.index}/${event.total} ${event.operation}`);
    }
    const report = await run.report;
    return { says: verdictOf(report), report };
  } finally {
    await listener.close(1_000);
    await app.close();
    await people.remove();
  }
}

const credentialsOf = ({ token }: TestIdentity) => ({ personalAccessToken: token });

function toIdentity(identity: TestIdentity): Identity {
  const { name, scopes, role } = identity;
  return { name, credentials: credentialsOf(identity), scopes, roles: [role] };
}

function verdictOf({ counts, requests, results }: Report): string {
  const tested = new Set(results.map(({ operation }) => operation)).size;
  const { proved, violated, unproven } = counts;
  return `${tested} operations, ${requests} requests: ${proved} obligations proved, ${violated} violated, ${unproven} unproven`;
}
