import { afterAll, describe, expect, test } from 'vitest';
import { createJobQueue, type JobQueue, type Worker } from '../src/jobs/jobs.ts';
import { type Database, openDatabase } from '../src/store/database.ts';
import { inOrganization } from '../src/store/enter-organization.ts';
import { createEmptyDatabase, openPostgres } from './databases.ts';

const postgres = await openPostgres();
const embedded = await openDatabase({ kind: 'memory' });

describe('on PostgreSQL', () => testJobs(postgres));
describe('on the embedded database', () => testJobs(embedded));

afterAll(() => Promise.all([postgres.close(), embedded.close()]));

const organizationId = '00000000-0000-4000-8000-000000000000';

function jobFor(testFlowId: string) {
  return { organizationId, testFlowId, attempt: 1 };
}

/** Takes note of what it is told, and tells when there was so much. */
function createWitness() {
  const seen: string[] = [];
  let wanted = Number.POSITIVE_INFINITY;
  let done: () => void = () => undefined;
  const worker: Worker<'generate-test-steps'> = {
    work: async ({ testFlowId }) => {
      seen.push(testFlowId);
      if (seen.length >= wanted) done();
    },
  };
  const until = (count: number) =>
    new Promise<void>((resolve) => {
      wanted = count;
      done = resolve;
      if (seen.length >= count) resolve();
    });
  return { seen, worker, until };
}

function testJobs(database: Database): void {
  const errors: unknown[] = [];
  const open = () => createJobQueue(database, (error) => errors.push(error));

  async function sendFrom(queue: JobQueue, testFlowId: string): Promise<void> {
    await inOrganization(database.kysely, { organizationId, userId: null }, (transaction) =>
      queue.send(transaction, 'generate-test-steps', jobFor(testFlowId)),
    );
  }

  test('does a job that was sent once, whichever of two servers takes it', async () => {
    const queues = await Promise.all([open(), open()]);
    const witness = createWitness();
    for (const queue of queues) await queue.startWorking({ 'generate-test-steps': witness.worker });
    const names = Array.from({ length: 20 }, (_, index) => `flow ${index}`);
    await Promise.all(names.map((name, index) => sendFrom(queues[index % 2] ?? queues[0], name)));
    await witness.until(names.length);
    for (const queue of queues) await queue.stop(5_000);
    expect([...witness.seen].sort()).toEqual([...names].sort());
    expect(errors).toEqual([]);
  });

  test('knows nothing of a job whose transaction was undone', async () => {
    const queue = await open();
    const undone = inOrganization(database.kysely, { organizationId, userId: null }, async (transaction) => {
      await queue.send(transaction, 'generate-test-steps', jobFor('undone'));
      throw new Error('changed my mind');
    });
    await expect(undone).rejects.toThrow('changed my mind');
    const witness = createWitness();
    await queue.startWorking({ 'generate-test-steps': witness.worker });
    await sendFrom(queue, 'kept');
    await witness.until(1);
    await queue.stop(5_000);
    expect(witness.seen).toEqual(['kept']);
  });

  test('waits for a job that has begun before it stops', async () => {
    const queue = await open();
    const begun = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    let isDone = false;
    const work = async () => {
      begun.resolve();
      await release.promise;
      isDone = true;
    };
    await queue.startWorking({ 'generate-test-steps': { work } });
    await sendFrom(queue, 'slow');
    await begun.promise;
    const stopped = queue.stop(5_000);
    release.resolve();
    await stopped;
    expect(isDone).toBe(true);
  });

  test('tries a job again that failed', async () => {
    const queue = await open();
    const witness = createWitness();
    const work: Worker<'generate-test-steps'>['work'] = async (data, signal) => {
      await witness.worker.work(data, signal);
      if (witness.seen.length === 1) throw new Error('not now');
    };
    await queue.startWorking({ 'generate-test-steps': { work } });
    await sendFrom(queue, 'twice');
    await witness.until(2);
    await queue.stop(5_000);
    expect(witness.seen).toEqual(['twice', 'twice']);
  });
}

test('servers that start at once on an empty database make one queue', async () => {
  const url = await createEmptyDatabase();
  const databases = await Promise.all([1, 2, 3].map(() => openDatabase({ kind: 'postgres', url })));
  const [first] = databases;
  const names = await first?.run('select name from pgboss.queue order by name');
  expect(names?.rows).toHaveLength(8);
  await Promise.all(databases.map((database) => database.close()));
});
