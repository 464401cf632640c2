import type { Around, HandlerRequest } from '@plumbline/runtime/server';
import { type ControlledTransaction, type Kysely, sql } from 'kysely';
import type { ApiContext, Caller, Services, UnitOfWork } from './context.ts';
import { isPrepared, type PreparationContext, type Prepared } from './operation.ts';
import { serviceUnavailable } from './problems.ts';
import { enterOrganization, inOrganization } from './store/enter-organization.ts';
import type { Tables } from './store/tables.ts';
import { isUnavailable } from './store/unavailable.ts';

/**
 * Opens one transaction around every handler of a caller. It commits when the answer is a success
 * or was stored for its idempotency key, and else is undone. When the database is out of order, the
 * answer is 503.
 */
export function createUnitOfWork(
  db: Kysely<Tables>,
  services: Services,
  operations: Readonly<Record<string, unknown>>,
): Around<ApiContext> {
  return async (context, next, request) => {
    // Public operations tell of the service's health, so they must do without a database.
    // Safe: their handlers are written against `Services` and are given no transaction.
    if (context.principal === null) return next({ ...context, ...services } as ApiContext);
    const { principal } = context;
    const operation = operations[context.operationId];
    const found = isPrepared(operation)
      ? await prepare(operation, request, { ...services, principal, read: readerOf(db, principal) })
      : undefined;
    const transaction = await begin(db, principal);
    let isKept = false;
    const work: UnitOfWork = {
      keepAnswer: () => {
        isKept = true;
      },
      mark: () => mark(transaction),
    };
    try {
      const answer = await next({ ...context, ...services, transaction, work, prepared: found });
      if (answer.status < 400 || isKept) await transaction.commit().execute();
      else await undo(transaction);
      return answer;
    } catch (error) {
      await undo(transaction);
      throw toServiceProblem(error);
    }
  };
}

/** An error of a database that is out of order as 503; every other error as it is. */
export function toServiceProblem(error: unknown): unknown {
  return isUnavailable(error)
    ? serviceUnavailable('The API cannot answer right now. Try again in a moment.', error)
    : error;
}

async function begin(db: Kysely<Tables>, caller: Caller): Promise<ControlledTransaction<Tables>> {
  let transaction: ControlledTransaction<Tables> | undefined;
  try {
    transaction = await db.startTransaction().execute();
    await enterOrganization(transaction, caller);
    return transaction;
  } catch (error) {
    if (transaction !== undefined) await undo(transaction);
    throw toServiceProblem(error);
  }
}

function readerOf(db: Kysely<Tables>, caller: Caller): PreparationContext['read'] {
  return async (query) => {
    try {
      return await inOrganization(db, caller, query);
    } catch (error) {
      throw toServiceProblem(error);
    }
  };
}

/** Safe: the operation's own types say what its preparation is given, and this is its checked request. */
function prepare(operation: Prepared, request: HandlerRequest, context: PreparationContext) {
  return operation.prepare(request as never, context);
}

/** Never throws: a connection on which even this fails is thrown away by the pool, which undoes too. */
async function undo(transaction: ControlledTransaction<Tables>): Promise<void> {
  if (transaction.isCommitted || transaction.isRolledBack) return;
  await transaction
    .rollback()
    .execute()
    .catch(() => undefined);
}

async function mark(transaction: ControlledTransaction<Tables>): Promise<() => Promise<void>> {
  await sql`savepoint before_handler`.execute(transaction);
  return async () => {
    await sql`rollback to savepoint before_handler`.execute(transaction);
  };
}
