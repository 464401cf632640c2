import { PgBoss, type Queue } from 'pg-boss';
import type { RunStatements } from './run-statements.ts';

export interface QueueInstallation {
  readonly run: RunStatements;
  readonly backend: 'postgres' | 'pglite';
  readonly queues: readonly Queue[];
}

/** Any number that nobody else locks. */
const lock = 4_281_337;

/**
 * Makes the tables of the job queue and the queues, or brings them up to date. `run` must keep to one
 * connection: servers that start at once wait for each other.
 */
export async function installQueues({ run, backend, queues }: QueueInstallation): Promise<void> {
  await run('select pg_advisory_lock($1)', [lock]);
  const boss = new PgBoss({
    db: { executeSql: (text, values) => run(text, values) },
    backend,
    supervise: false,
    schedule: false,
    registerInstance: false,
    openTelemetry: { enabled: false },
  });
  boss.on('error', () => undefined);
  try {
    await boss.start();
    await bringUpToDate(boss, queues);
    await letRequestsSend(run);
  } finally {
    await boss.stop({ graceful: false });
    await run('select pg_advisory_unlock($1)', [lock]);
  }
}

async function bringUpToDate(boss: PgBoss, queues: readonly Queue[]): Promise<void> {
  const known = new Set((await boss.getQueues()).map(({ name }) => name));
  for (const queue of queues) {
    const { name, ...options } = queue;
    if (known.has(name)) await boss.updateQueue(name, options);
    else await boss.createQueue(name, options);
  }
}

/** Requests work as `checkview_app`. They may add jobs, and cannot read what others are told. */
async function letRequestsSend(run: RunStatements): Promise<void> {
  await run(`
    grant usage on schema pgboss to checkview_app;
    grant select on pgboss.queue to checkview_app;
    grant insert, select (id) on pgboss.job_common to checkview_app;
  `);
}
