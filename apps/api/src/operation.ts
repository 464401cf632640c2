import type { Handlers } from '@checkview/contract/server';
import type { Kysely } from 'kysely';
import type { ApiContext, Caller, Services } from './context.ts';
import type { Tables } from './store/tables.ts';

type Ids = keyof Handlers<ApiContext>;

/** The handler of one operation. */
export type Operation<Id extends Ids> = Handlers<ApiContext>[Id];

/** What a preparation is given beside the request. */
export interface PreparationContext extends Services {
  readonly principal: Caller;
  /** Reads in a short transaction of the caller's organization. */
  read<Result>(query: (db: Kysely<Tables>) => Promise<Result>): Promise<Result>;
}

/** Thrown in place of the answer: this very request has something to do outside of a transaction first. */
export class NotPrepared extends Error {
  override readonly name = 'NotPrepared';
}

/** A handler that has something to do outside of its transaction. */
export interface Prepared {
  prepare(request: never, context: PreparationContext): Promise<unknown>;
}

/**
 * An operation that first does what must not hold a transaction, such as calling a website. What `prepare`
 * found is given to `handle`, which must look again at whatever the preparation read: things may have
 * changed. For a stored idempotency key neither runs, which is why `prepare` waits until the handler would.
 */
export function prepared<Id extends Ids, Found>(
  prepare: (request: Parameters<Operation<Id>>[0], context: PreparationContext) => Promise<Found>,
  handle: (
    request: Parameters<Operation<Id>>[0],
    context: ApiContext,
    found: Found,
  ) => ReturnType<Operation<Id>>,
): Operation<Id> & Prepared {
  const operation = (request: Parameters<Operation<Id>>[0], context: ApiContext) => {
    if (!Object.hasOwn(context, 'prepared')) throw new NotPrepared();
    // Safe: the unit of work puts there what `prepare` found for this very request.
    return handle(request, context, context.prepared as Found);
  };
  // Safe: it takes and answers what the operation does; the compiler cannot see it for every `Id` at once.
  return Object.assign(operation, { prepare }) as unknown as Operation<Id> & Prepared;
}

export function isPrepared(operation: unknown): operation is Prepared {
  return typeof operation === 'function' && 'prepare' in operation;
}
