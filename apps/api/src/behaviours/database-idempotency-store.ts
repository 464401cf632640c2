import { createHash } from 'node:crypto';
import type { AnonymousContext, IdempotencyRequest, IdempotencyStore } from '@plumbline/runtime/server';
import { type Kysely, sql } from 'kysely';
import type { ApiContext } from '../context.ts';
import type { Tables } from '../store/tables.ts';
import { sealAnswer, unsealAnswer } from './sealed-answer.ts';

/**
 * Keeps answers for idempotency keys in the request's own transaction, so that key, effect and answer
 * are there together or not at all. While a request runs it holds an advisory lock on its key, which
 * PostgreSQL releases with the transaction, however that ends: no key can be stuck.
 */
export function createDatabaseIdempotencyStore(): IdempotencyStore<AnonymousContext<ApiContext>> {
  return {
    async run(request, context, execute) {
      const { transaction, work } = context;
      const id = idOf(request);
      if (!(await lockKey(transaction, id, request.whileRunning))) return { kind: 'running' };
      const stored = await findAnswer(transaction, id);
      if (stored !== undefined) {
        if (stored.fingerprint !== request.fingerprint) return { kind: 'mismatch' };
        return { kind: 'replayed', answer: unsealAnswer(stored.sealed_answer, request.key) };
      }
      const undo = await work.mark();
      const answer = await execute(context);
      if (answer.status >= 400) await undo();
      if (request.keeps(answer.status)) {
        await storeAnswer(transaction, id, request, sealAnswer(answer, request.key));
        work.keepAnswer();
      }
      return { kind: 'fresh', answer };
    },
  };
}

/** What stands for scope and key; the key itself is not kept. */
function idOf(request: IdempotencyRequest): Buffer {
  return createHash('sha256')
    .update(JSON.stringify([request.scope, request.key]))
    .digest();
}

/** Whether the key is ours until the end of the transaction. Of the 256 bits PostgreSQL takes 64. */
async function lockKey(
  db: Kysely<Tables>,
  id: Buffer,
  whileRunning: IdempotencyRequest['whileRunning'],
): Promise<boolean> {
  const lock = id.readBigInt64BE().toString();
  if (whileRunning === 'wait') {
    await sql`select pg_advisory_xact_lock(${lock}::bigint)`.execute(db);
    return true;
  }
  const { rows } = await sql<{ isOurs: boolean }>`
    select pg_try_advisory_xact_lock(${lock}::bigint) as "isOurs"`.execute(db);
  return rows[0]?.isOurs === true;
}

/** Asked in a statement of its own after the lock, so that it sees what the last holder committed. */
async function findAnswer(db: Kysely<Tables>, id: Buffer) {
  return db
    .selectFrom('idempotency_keys')
    .select(['fingerprint', 'sealed_answer'])
    .where('id', '=', id)
    .where(sql<boolean>`expires_at > now()`)
    .executeTakeFirst();
}

/** Takes the place of an expired answer, if there is one. */
async function storeAnswer(
  db: Kysely<Tables>,
  id: Buffer,
  request: IdempotencyRequest,
  sealedAnswer: Buffer,
): Promise<void> {
  await db
    .insertInto('idempotency_keys')
    .values({
      id,
      fingerprint: request.fingerprint,
      sealed_answer: sealedAnswer,
      expires_at: sql<Date>`now() + ${request.windowMs} * interval '1 millisecond'`,
    })
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet((row) => ({
        fingerprint: row.ref('excluded.fingerprint'),
        sealed_answer: row.ref('excluded.sealed_answer'),
        expires_at: row.ref('excluded.expires_at'),
      })),
    )
    .execute();
}
