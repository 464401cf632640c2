import { obligationId } from '../obligation.ts';
import { withIdentity } from '../request/draft.ts';
import { freshBody } from '../run/accept.ts';
import { type Exchange, isAccepted } from '../run/exchange-record.ts';
import { withScopes } from '../run/mint-through-api.ts';
import { describeAnswer, problemType, type Run } from '../run/run.ts';
import { unproven, type Verdict, violated } from '../verdict.ts';

/** The request that was accepted, from a caller with only the needed scopes. */
export async function proveScopesSuffice(run: Run, { draft }: Exchange): Promise<void> {
  const id = obligationId(draft.operation.id, 'A.scope.allow');
  if (!run.ledger.has(id)) return;
  const identity = await run.callers.exact(draft.operation);
  if (!identity) {
    run.ledger.rule(id, nobodyExact);
    return;
  }
  const fresh = freshBody(run, draft, run.mark(draft.operation)) ?? draft;
  const { minting } = run;
  // Whoever makes credentials may be held to the scopes that he has himself.
  const asked =
    minting?.create === draft.operation ? withScopes(minting, fresh, identity.scopes ?? []) : fresh;
  run.ledger.rule(id, judgeSufficient(run, await run.send(withIdentity(asked, identity))));
}

export const nobodyExact: Verdict = unproven('needs-identity', 'one with only the needed scopes');

/**
 * Judges the request of a caller with only the needed scopes, when others are let in. A 403 with another problem type
 * than that for want of a scope is about something else, such as the plan.
 */
export function judgeSufficient(run: Run, exchange: Exchange): Verdict {
  if (isAccepted(exchange)) return run.provedBy(exchange);
  const type = problemType(exchange);
  const isAboutScope = type === undefined || run.scopeProblems.has(type);
  if (exchange.answer?.status !== 403 || !isAboutScope) {
    return unproven('other-refusal', describeAnswer(exchange));
  }
  return violated({
    expected: `${exchange.draft.identity?.name ?? 'a caller'} with the declared scopes to be let in`,
    received: describeAnswer(exchange),
    exchange: run.record(exchange),
  });
}
