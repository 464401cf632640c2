import { fork } from 'node:child_process';
import { parseArgs } from 'node:util';
import {
  formatMutationReport,
  type MutationReport,
  mergeMutationReports,
} from '../packages/contract-tests/src/faults/index.ts';
import type { ShardTask, Subject } from './mutate/shard.ts';

/**
 * Tries the fault operators on an API of this repository, in process: `node scripts/mutate.ts checkview --per-operator 12`.
 * Prints the score of the contract tests by group, and every fault that they missed.
 */
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string', multiple: true },
    'per-operator': { type: 'string', default: '5' },
    processes: { type: 'string', default: '2' },
    seed: { type: 'string', default: '1' },
    report: { type: 'string', default: 'text' },
  },
});

const subject: Subject = positionals[0] === 'checkview' ? 'checkview' : 'shelf';
const processes = Math.max(1, Number(values.processes));

const reports = await Promise.all(
  Array.from({ length: processes }, (_, index) =>
    runShard({
      subject,
      shard: { index, of: processes },
      mutants: {
        seed: Number(values.seed),
        perOperator: Number(values['per-operator']),
        ...(values.only ? { only: values.only } : {}),
      },
    }),
  ),
);
process.stdout.write(
  formatMutationReport(mergeMutationReports(reports), values.report === 'json' ? 'json' : 'text'),
);

function runShard(task: ShardTask): Promise<MutationReport> {
  const child = fork(new URL('./mutate/shard.ts', import.meta.url), [JSON.stringify(task)], {
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  return new Promise((resolve, reject) => {
    // The child sends one message, its report.
    child.once('message', (report) => resolve(report as MutationReport));
    child.once('error', reject);
    child.once('exit', (code) =>
      reject(new Error(`A process ended with ${code} before it sent its report.`)),
    );
  });
}
