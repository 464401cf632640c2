import { runContractTests } from '../../packages/contract-tests/src/index.ts';
import { loadDescription, toApiModel } from '../../packages/openapi/src/index.ts';
import type { LawsDone } from './law-results.ts';
import { type MockName, startMock } from './mocks.ts';

/** What a mock without memory cannot keep but by chance: life cycle, paging, idempotency, limits, tenants. */
const laws = ['L.*', 'G.*', 'I.*', 'X.*', 'T.*'];

/** Runs the laws of a description against one mock, without any set-up. */
async function runLaws(mock: MockName, file: string): Promise<LawsDone> {
  const loaded = await loadDescription(file, { limits: { milliseconds: 120_000 } });
  if (!loaded.ok) throw new Error(loaded.diagnostics.map(({ message }) => message).join('\n'));
  const { model } = toApiModel(loaded.description);
  const target = await startMock(mock, { file, model, document: loaded.description.document });
  // Whoever waits for it has waited long enough; a mock in a process of its own would stay behind.
  process.once('SIGTERM', () => void target.stop().finally(() => process.exit(1)));
  const started = performance.now();
  const options = { token: 'any-token', run: 'bench', destructive: true, only: laws, maxRequests: 200_000 };
  const { results, requests } = await runContractTests(model, target, options).report;
  const seconds = (performance.now() - started) / 1000;
  await target.stop();
  const outcomes = Object.fromEntries(results.map(({ id, verdict }) => [id, verdict.outcome]));
  return { kind: 'done', outcomes, requests, seconds };
}

const [mock, file = ''] = process.argv.slice(2);
// Safe: main.ts passes one of the names.
const result = await runLaws(mock as MockName, file);
// A pipe takes a long text in parts: the process ends by itself when all of it is out.
process.stdout.write(JSON.stringify(result), () => process.exit(0));
