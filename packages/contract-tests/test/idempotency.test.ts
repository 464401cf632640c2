import { describe, expect, test } from 'vitest';
import type { ContractTestOptions } from '../src/index.ts';
import { loadShelf, movableTime, runOnShelf, violatedIds } from './load-shelf.ts';
import { type KeyFault, keyFaults } from './shelf/key-faults.ts';

const model = await loadShelf();

/** For each fault, the promises that must catch it. */
const catchers: Readonly<Record<KeyFault, readonly string[]>> = {
  'replay-executes': ['createBook:I.same', 'createBook:I.once', 'deleteBook:I.same'],
  'replay-doubles': ['createBook:I.once', 'updateBook:I.once'],
  'replay-unmarked': ['createBook:I.same', 'updateBook:I.same', 'deleteBook:I.same'],
  'replay-status': ['createBook:I.same', 'deleteBook:I.same'],
  'replay-body': ['createBook:I.same'],
  'key-shared': ['createBook:I.distinct'],
  'key-prefix': ['createBook:I.distinct'],
  'key-required': ['createBook:I.optional', 'updateBook:I.optional', 'deleteBook:I.optional'],
  'key-of-operation': ['updateBook:I.scope.op', 'deleteBook:I.scope.op'],
  'key-of-item': ['updateBook:I.scope.path', 'deleteBook:I.scope.path'],
  'key-of-library': ['createBook:I.scope.tenant'],
  'key-of-caller': ['createBook:I.scope.principal'],
  'mismatch-replays': ['createBook:I.mismatch', 'updateBook:I.mismatch'],
  'mismatch-executes': ['createBook:I.mismatch', 'updateBook:I.mismatch'],
  'both-executed': ['createBook:I.concurrent', 'updateBook:I.concurrent', 'deleteBook:I.concurrent'],
  'refusal-kept': ['createBook:I.failed/400', 'createBook:I.failed/401', 'createBook:I.failed/403'],
  'limit-kept': ['createBook:I.failed/429'],
  'replay-to-anybody': ['createBook:A.scope.deny/books:write', 'deleteBook:A.scope.deny/books:write'],
  'kept-shortly': ['createBook:I.ttl', 'deleteBook:I.ttl'],
  'kept-forever': ['createBook:I.ttl', 'updateBook:I.ttl', 'deleteBook:I.ttl'],
};

const quota = 400;
const keys = { only: ['*Book:I.*', '*Book:A.scope.deny/*'] } as const;

async function run(faults: readonly KeyFault[], options: ContractTestOptions = {}) {
  const time = movableTime();
  const { report } = await runOnShelf(
    model,
    { faults, now: time.now, quota },
    { ...keys, ...time, quota, ...options },
  );
  return report;
}

describe('idempotency keys', () => {
  test.for(Object.keys(keyFaults) as KeyFault[])('are caught with the fault %s', async (fault) => {
    const report = await run([fault]);
    expect(violatedIds(report)).toEqual(expect.arrayContaining([...catchers[fault]]));
    expect(report.ok).toBe(false);
  });

  test.for([1, 2, 3, 4, 5])('of a right server prove every promise with seed %i', async (seed) => {
    const report = await run([], { seed });
    const open = report.results.filter(({ verdict }) => verdict.outcome !== 'proved');
    expect(open.map(({ id, verdict }) => [id, verdict])).toEqual([]);
    expect(report.leftBehind).toEqual([]);
  });

  test.for([
    'createToken:I.once',
    'deleteBook:I.scope.op',
    'revokeToken:I.scope.op',
    'updateBook:I.scope.op',
  ])('are proved alone where nothing else of the run helps: %s', async (id) => {
    const report = await run([], { only: [id] });
    expect(report.results).toMatchObject([{ id, verdict: { outcome: 'proved' } }]);
    const faulty = await run([id.endsWith('once') ? 'replay-doubles' : 'key-of-operation'], { only: [id] });
    expect(violatedIds(faulty)).toEqual([id]);
  });

  test('need the clock for the end of their window, and leave to use up a limit', async () => {
    const { report } = await runOnShelf(model, {}, keys);
    const open = report.results.filter(({ verdict }) => verdict.outcome !== 'proved');
    expect(new Set(open.map(({ kind }) => kind))).toEqual(new Set(['I.failed', 'I.ttl']));
    const ttl = open.find(({ kind }) => kind === 'I.ttl');
    expect(ttl?.verdict).toEqual({ outcome: 'unproven', reason: 'needs-clock' });
  });
});
