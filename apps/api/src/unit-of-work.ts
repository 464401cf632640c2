import { contract } from '@checkview/contract/server';
import type { Around, HandlerRequest, RenderedAnswer } from '@plumbline/runtime/server';
import { type ControlledTransaction, type Kysely, sql } from 'kysely';
import type { ApiContext, Caller, Services, UnitOfWork } from './context.ts';
import { isPrepared, NotPrepared, type PreparationContext, type Prepared } from './operation.ts';
import { serviceUnavailable } from './problems.ts';
import type { Database } from './store/database.ts';
import { enterOrganization } from './store/enter-organization.ts';
import { readsOf } from './store/organization-reads.ts';
import type { Tables } from './store/tables.ts';
import { hasLostConnection, isUnavailable } from './store/unavailable.ts';

/**
 * Opens one transaction around every handler that may write. It commits when the answer is a success
 * or was stored for its idempotency key, and else is undone. A transaction that the database called off
 * for the sake of another is tried again. A handler of `GET` cannot write, and each of its statements has a
 * transaction of its own. When the database is out of order, the answer is 503.
 */
export function createUnitOfWork(
  database: Database,
  services: Services,
  operations: Readonly<Record<string, unknown>>,
): Around<ApiContext> {
  return async (context, next, request) => {
    // Public operations tell of the service's health, so they must do without a database.
    // Safe: their handlers are written against `Services` and are given no transaction.
    if (context.principal === null) return next({ ...context, ...services } as ApiContext);
    const { principal } = context;
    const operation = operations[context.operationId];
    const run = (found: Pick<ApiContext, 'prepared'>) => {
      const given = { ...context, ...services, principal, ...found };
      if (reading.has(context.operationId)) return read(database, given, next);
      return repeatConflicts(() => attemptOnce(database.kysely, given, next));
    };
    if (!isPrepared(operation)) return run({});
    const reader = readerOf(database, principal);
    return (
      (await unlessNotPrepared(run({}))) ??
      run({ prepared: await prepare(operation, request, { ...services, principal, read: reader }) })
    );
  };
}

/** Undefined when the handler was to run, and not to be spared it by a stored answer. */
async function unlessNotPrepared(answer: Promise<RenderedAnswer>): Promise<RenderedAnswer | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof NotPrepared) return undefined;
    throw error;
  }
}

const reading = new Set(contract.operations.filter(({ method }) => method === 'GET').map(({ id }) => id));

/** What reads takes no idempotency key, and leaves nothing to undo. */
const nothingToUndo: UnitOfWork = { keepAnswer: () => undefined, mark: async () => async () => undefined };

async function read(
  database: Database,
  context: Omit<ApiContext, 'transaction' | 'work'>,
  next: (context: ApiContext) => Promise<RenderedAnswer>,
): Promise<RenderedAnswer> {
  const transaction = readsOf(database, context.principal);
  try {
    return await next({ ...context, transaction, work: nothingToUndo });
  } catch (error) {
    throw toServiceProblem(error);
  }
}

/** What PostgreSQL calls off where transactions block each other: the same again may well succeed. */
const conflictStates = new Set(['40001', '40P01']);
const attempts = 3;

async function repeatConflicts(attempt: () => Promise<RenderedAnswer>): Promise<RenderedAnswer> {
  for (let made = 1; ; made += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (made === attempts || !isConflict(error)) throw toServiceProblem(error);
    }
  }
}

function isConflict(error: unknown): boolean {
  return error instanceof Error && 'code' in error && conflictStates.has(String(error.code));
}

async function attemptOnce(
  db: Kysely<Tables>,
  context: Omit<ApiContext, 'transaction' | 'work'>,
  next: (context: ApiContext) => Promise<RenderedAnswer>,
): Promise<RenderedAnswer> {
  const transaction = await begin(db, context.principal);
  let isKept = false;
  const work: UnitOfWork = {
    keepAnswer: () => {
      isKept = true;
    },
    mark: () => mark(transaction),
  };
  try {
    const answer = await next({ ...context, transaction, work });
    if (answer.status < 400 || isKept) await transaction.commit().execute();
    else await undo(transaction);
    return answer;
  } catch (error) {
    await undoAfter(error, transaction);
    throw error;
  }
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
    if (transaction !== undefined) await undoAfter(error, transaction);
    throw error;
  }
}

function readerOf(database: Database, caller: Caller): PreparationContext['read'] {
  return async (query) => {
    try {
      return await query(readsOf(database, caller));
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

/** Of a database that does not answer the request need not wait for one more answer. */
async function undoAfter(error: unknown, transaction: ControlledTransaction<Tables>): Promise<void> {
  const undone = undo(transaction);
  if (!hasLostConnection(error)) await undone;
}

async function mark(transaction: ControlledTransaction<Tables>): Promise<() => Promise<void>> {
  await sql`savepoint before_handler`.execute(transaction);
  return async () => {
    await sql`rollback to savepoint before_handler`.execute(transaction);
  };
}
