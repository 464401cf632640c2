import { obligationId } from '../../obligation.ts';
import { requiredScopes } from '../../plan/access.ts';
import { withIdentity } from '../../request/draft.ts';
import { isAccepted } from '../../run/exchange-record.ts';
import { describeAnswer } from '../../run/run.ts';
import { violated } from '../../verdict.ts';
import type { KeyedRequest } from './key-prover.ts';

/** A stored answer is for those who may make the request: whoever lacks a scope for it is refused under its key too. */
export async function proveScopeAtReplay({ run, first }: KeyedRequest): Promise<void> {
  const { operation } = first.draft;
  const scope = requiredScopes(operation).find((name) =>
    run.ledger.has(obligationId(operation.id, 'A.scope.deny', name)),
  );
  const identity = scope === undefined ? undefined : await run.callers.lacking(operation, scope);
  if (scope === undefined || !identity) return;
  const description = `under a used key without ${scope} (${identity.name})`;
  const flaw = { description, refusals: ['403'], breaches: ['2XX'] };
  const exchange = await run.send({ ...withIdentity(first.draft, identity), flaw });
  // That he is refused is proved without a key too.
  if (!isAccepted(exchange)) return;
  run.ledger.rule(
    obligationId(operation.id, 'A.scope.deny', scope),
    violated({
      expected: `a request ${description} to be refused with 403`,
      received: describeAnswer(exchange),
      exchange: run.record(exchange),
    }),
  );
}
