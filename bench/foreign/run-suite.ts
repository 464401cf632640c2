import { runContractTests } from '../../packages/contract-tests/src/index.ts';
import { createMockServer } from '../../packages/mock-server/src/index.ts';
import { loadDescription, toApiModel } from '../../packages/openapi/src/index.ts';

/** What a run without any set-up said of one description's mock. */
export interface ForeignResult {
  readonly operations: number;
  readonly obligations: number;
  readonly proved: number;
  readonly unproven: Readonly<Record<string, number>>;
  readonly alarms: readonly { readonly id: string; readonly expected: string; readonly received: string }[];
  readonly requests: number;
  /** Of the processor, mock included: neighbours on the machine change it least. */
  readonly cpuSeconds: number;
  readonly peakMegabytes: number;
}

/**
 * What needs a store: the mock makes its answers from the description and remembers nothing. A breach of these would
 * be a true alarm about the mock and says nothing about the suite.
 */
const needsStore = [
  'A.badcred',
  'A.revoked',
  'L.*',
  'I.*',
  'G.*',
  'T.*',
  'X.*',
  'Q.default',
  'Q.readonly',
  'O.link',
];

/** A busy machine takes long to read the largest. */
const patienceMs = 300_000;

/** Runs the suite against a mock of the description, in this process. */
async function runSuite(file: string): Promise<ForeignResult> {
  const loaded = await loadDescription(file, { limits: { milliseconds: patienceMs } });
  if (!loaded.ok) throw new Error(loaded.diagnostics.map(({ message }) => message).join('\n'));
  const { model } = toApiModel(loaded.description);
  const mock = await createMockServer({ model });
  const target = { fetch: (request: Request) => mock.fetch(request), baseUrl: 'http://mock.test' };
  const before = process.cpuUsage();
  const options = {
    token: 'any:token',
    run: 'bench',
    destructive: true,
    except: needsStore,
    maxRequests: 200_000,
  };
  const { results, requests } = await runContractTests(model, target, options).report;
  const { user, system } = process.cpuUsage(before);
  const unproven: Record<string, number> = {};
  const alarms: { id: string; expected: string; received: string }[] = [];
  for (const { id, verdict } of results) {
    if (verdict.outcome === 'unproven') unproven[verdict.reason] = (unproven[verdict.reason] ?? 0) + 1;
    if (verdict.outcome === 'violated')
      alarms.push({ id, expected: verdict.expected, received: verdict.received });
  }
  return {
    operations: model.operations.length,
    obligations: results.length,
    proved: results.filter(({ verdict }) => verdict.outcome === 'proved').length,
    unproven,
    alarms,
    requests,
    cpuSeconds: (user + system) / 1e6,
    peakMegabytes: process.resourceUsage().maxRSS / 1024,
  };
}

const [file = ''] = process.argv.slice(2);
process.stdout.write(JSON.stringify(await runSuite(file)));
