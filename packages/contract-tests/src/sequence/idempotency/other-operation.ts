import type { Operation } from '@plumbline/openapi';
import { obligationId } from '../../obligation.ts';
import { type Draft, withIdentity } from '../../request/draft.ts';
import { goodDrafts } from '../../run/accept.ts';
import { draftFor } from '../../run/draft-for.ts';
import { type Exchange, isAccepted } from '../../run/exchange-record.ts';
import { describeAnswer, type Run } from '../../run/run.ts';
import { unproven, type Verdict } from '../../verdict.ts';
import { type Key, renamed } from './key-prover.ts';

/** Makes something else under the key, by the same caller. */
export async function doneForOther(run: Run, draft: Draft, key: Key): Promise<Exchange | Verdict> {
  const { identity } = draft;
  const other = run.model.operations.find((operation) => isPlainCreate(run, operation, draft));
  if (!identity || !other) return unproven('not-seen', 'nothing else that the caller may do takes a key');
  const plain = draftFor(run, other, { identity, path: new Map() });
  const good = 'missing' in plain ? undefined : goodDrafts(run, plain)[0]?.draft;
  if (!good) return unproven('vague', `no good request of ${other.id} is known`);
  const exchange = await run.send({ ...withIdentity(renamed(run, good), identity), key });
  return isAccepted(exchange)
    ? exchange
    : unproven('not-armed', `${other.id} was answered ${describeAnswer(exchange)}`);
}

/** It makes things without an id in its path, and what it makes can be taken away again. */
function isPlainCreate(run: Run, operation: Operation, { operation: own, identity }: Draft): boolean {
  const { idempotency } = operation.behaviours;
  const collection = run.map.collectionOf(operation);
  return (
    operation !== own &&
    idempotency?.key.in === 'header' &&
    run.map.isCreate(operation) &&
    run.map.idsOf(operation).length === 0 &&
    // Its own proof may take this key later, as one that was used for something else only.
    !run.ledger.isOpen(obligationId(operation.id, 'I.scope.op')) &&
    run.map.deleteOf(collection) !== undefined &&
    identity !== undefined &&
    run.callers.mayCall(operation, identity)
  );
}
