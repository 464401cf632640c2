import type { Kysely } from 'kysely';
import { type Clock, fromKysely, PgBoss } from 'pg-boss';
import type { Database } from '../store/database.ts';
import type { Tables } from '../store/tables.ts';
import { failedQueueOf, type JobData, type JobName, jobNames } from './queues.ts';

/** Gives work to whichever server has time for it. */
export interface Jobs {
  /** The job is there when the transaction commits, and only then. */
  send<Name extends JobName>(transaction: Kysely<Tables>, name: Name, data: JobData[Name]): Promise<void>;
}

/** What is done with the jobs of a kind. */
export interface Worker<Name extends JobName> {
  /** Called again some time later when it throws. */
  work(data: JobData[Name], signal: AbortSignal): Promise<void>;
  /** Called when no try succeeded, for example since each server that tried it died. */
  giveUp?(data: JobData[Name]): Promise<void>;
}

export type Workers = { readonly [Name in JobName]?: Worker<Name> };

export interface JobQueue extends Jobs {
  /** Begins to do jobs. Without it they are sent only. */
  startWorking(workers: Workers): Promise<void>;
  /** Lets the jobs that have begun end, but not for longer than `graceMs`: others are begun again elsewhere. */
  stop(graceMs: number): Promise<void>;
}

/** How often a worker looks for jobs. */
const pollingIntervalSeconds = 1;

export async function createJobQueue(
  database: Database,
  onError: (error: unknown) => void,
): Promise<JobQueue> {
  const sender = createBoss(database, { isSupervised: false, onError });
  await sender.start();
  let worker: PgBoss | undefined;
  return {
    async send(transaction, name, data) {
      await sender.send(name, data, { db: fromKysely(transaction) });
    },
    async startWorking(workers) {
      worker = createBoss(database, { isSupervised: true, onError });
      await worker.start();
      for (const name of jobNames) await register(worker, name, workers[name]);
    },
    async stop(graceMs) {
      await worker?.stop({ graceful: true, timeout: graceMs });
      await sender.stop({ graceful: false });
    },
  };
}

interface BossOptions {
  /** Whether it looks after the queues: jobs whose worker is gone, jobs that are long over. */
  readonly isSupervised: boolean;
  readonly onError: (error: unknown) => void;
}

/** The queues were made with the tables, and sending needs no connection beside that of the transaction. */
function createBoss({ kind, run }: Database, { isSupervised, onError }: BossOptions): PgBoss {
  const boss = new PgBoss({
    db: { executeSql: (text, values) => run(text, values) },
    backend: kind === 'postgres' ? 'postgres' : 'pglite',
    migrate: false,
    schedule: false,
    supervise: isSupervised,
    superviseIntervalSeconds: 30,
    monitorIntervalSeconds: 30,
    registerInstance: false,
    openTelemetry: { enabled: false },
    ...(isSupervised ? {} : { clock: quietClock }),
  });
  boss.on('error', onError);
  return boss;
}

/** Only keeps a list of queues fresh, for which no process need stay alive. */
const quietClock: Clock = {
  now: () => Date.now(),
  setTimeout: (callback, ms) => setTimeout(callback, ms).unref(),
  setInterval: (callback, ms) => setInterval(callback, ms).unref(),
  // Safe: these are the timers made just above.
  clearTimeout: (timer) => clearTimeout(timer as NodeJS.Timeout),
  clearInterval: (timer) => clearInterval(timer as NodeJS.Timeout),
};

async function register<Name extends JobName>(
  boss: PgBoss,
  name: Name,
  worker: Worker<Name> | undefined,
): Promise<void> {
  if (worker === undefined) return;
  const options = { pollingIntervalSeconds, localConcurrency: 2 };
  await boss.work<JobData[Name]>(name, options, async (jobs) => {
    for (const { data, signal } of jobs) await worker.work(data, signal);
  });
  await boss.work<JobData[Name]>(failedQueueOf(name), { pollingIntervalSeconds }, async (jobs) => {
    for (const { data } of jobs) await worker.giveUp?.(data);
  });
}
