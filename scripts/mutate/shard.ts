import { fileURLToPath } from 'node:url';
import {
  type Lend,
  type MutateOptions,
  type MutationReport,
  mutate,
} from '../../packages/contract-tests/src/faults/index.ts';
import { type ApiModel, loadDescription, toApiModel } from '../../packages/openapi/src/index.ts';
import { startCheckView } from './checkview.ts';
import { lendShelf } from './shelf.ts';

/** An API that keeps its contract, in this process. */
export type Subject = 'checkview' | 'shelf';

/** What one process is told to do. */
export interface ShardTask {
  readonly subject: Subject;
  readonly shard: { readonly index: number; readonly of: number };
  readonly mutants: Pick<MutateOptions, 'seed' | 'perOperator' | 'only'>;
}

const [, , told] = process.argv;
if (told === undefined) throw new Error('It is started by scripts/mutate.ts.');
// It was written by scripts/mutate.ts.
await runShard(JSON.parse(told) as ShardTask);

async function runShard({ subject, shard, mutants }: ShardTask): Promise<void> {
  const { model, lend, operations, close } = await prepare(subject);
  const run = mutate(model, lend, { ...mutants, shard, ...(operations ? { operations } : {}) });
  for await (const event of run) {
    if (event.type === 'mutant') process.stderr.write(`${event.result.outcome} ${event.result.mutant.id}\n`);
  }
  await send(await run.report);
  await close();
  process.exit(0); // The database and its jobs may hold the process.
}

interface Prepared {
  readonly model: ApiModel;
  readonly lend: Lend;
  /** The operations that are written. @default all */
  readonly operations?: readonly string[];
  readonly close: () => Promise<void>;
}

async function prepare(subject: Subject): Promise<Prepared> {
  if (subject === 'shelf') {
    const model = await loadModel('packages/contract-tests/test/fixtures/shelf/openapi.yaml');
    return { model, lend: lendShelf, close: async () => undefined };
  }
  const model = await loadModel('spec/openapi.yaml');
  const api = await startCheckView();
  return { model, lend: api.lend, operations: api.operations, close: api.close };
}

async function loadModel(path: string): Promise<ApiModel> {
  const loaded = await loadDescription(fileURLToPath(new URL(`../../${path}`, import.meta.url)));
  if (!loaded.ok) throw new Error(loaded.diagnostics.map(({ message }) => message).join('\n'));
  return toApiModel(loaded.description).model;
}

/** Standard output may end in the middle of a report when the process does. */
function send(report: MutationReport): Promise<void> {
  return new Promise((resolve, reject) => {
    process.send?.(report, undefined, {}, (error) => (error ? reject(error) : resolve()));
  });
}
