import type { Operation } from '@plumbline/openapi';
import { obligationId } from '../obligation.ts';
import { accessProbes } from '../probe/access-probes.ts';
import { bodyProbes } from '../probe/body-probes.ts';
import { httpProbes } from '../probe/http-probes.ts';
import { parameterProbes } from '../probe/parameter-probes.ts';
import { pathProbes } from '../probe/path-probes.ts';
import type { Probe, Skipped } from '../probe/probe.ts';
import { type Draft, withIdentity } from '../request/draft.ts';
import { proveLegalEdges } from '../search/prove-edges.ts';
import { proveAccess, provePublic } from '../sequence/access/prove-access.ts';
import { proveMinted } from '../sequence/access/prove-minted.ts';
import { acceptPrimed, primeOnce } from '../sequence/idempotency/accept-once.ts';
import { needsKey } from '../sequence/idempotency/optional.ts';
import { proveIdempotency, proveIdempotencyOnce } from '../sequence/idempotency/prove-idempotency.ts';
import { proveConsumed, watchAgain, watchFirst } from '../sequence/life-cycle/consumed.ts';
import { proveLifeCycle } from '../sequence/life-cycle/prove-life-cycle.ts';
import { sendRefused } from '../sequence/life-cycle/refused.ts';
import { proveSafe } from '../sequence/life-cycle/safe.ts';
import { wrongParentProbes } from '../sequence/life-cycle/wrong-parent.ts';
import { provePagination } from '../sequence/pagination/prove-pagination.ts';
import { proveRateLimit } from '../sequence/rate-limit/decrement.ts';
import { judgeSufficient, nobodyExact, proveScopesSuffice } from '../sequence/scopes-suffice.ts';
import { proveTenancy } from '../sequence/tenancy/prove-tenancy.ts';
import { unproven } from '../verdict.ts';
import { type Acceptance, acceptMany, goodDrafts } from './accept.ts';
import { blindDraft } from './blind-draft.ts';
import { type Exchange, isAccepted } from './exchange-record.ts';
import type { OperationEffect } from './operation-effect.ts';
import { type Prepared, prepare } from './prepare.ts';
import { sendProbes } from './refusals.ts';
import { describeAnswer, type Run } from './run.ts';

/** Bodies that are accepted before the rest is left untried; each may make a thing. */
const wantedBodies = 3;

type Ready = Extract<Prepared, { readonly kind: 'ready' }>;

/** Proves what can be proved of one operation. */
export async function testOperation(run: Run, operation: Operation): Promise<void> {
  const prepared = await prepare(run, operation);
  if (prepared.kind === 'blocked') {
    await probeBlindly(run, operation, prepared.reason);
    run.ledger.leaveRest(operation.id, prepared.reason, prepared.detail);
    return;
  }
  const { draft, effect } = prepared;
  const isOnce = effect === 'consumes' || effect === 'endsIdentity';
  if (isOnce) await testConsuming(run, draft);
  else await testRepeatable(run, { ...prepared, draft: keepsReplayable(draft, effect) });
}

/** An action may be possible only once, so the request that succeeds is the one that is replayed. */
function keepsReplayable(draft: Draft, effect: OperationEffect): Draft {
  const isAction = effect === 'changes' && draft.method === 'POST';
  return isAction && draft.operation.behaviours.idempotency ? { ...draft, key: 'fresh' } : draft;
}

/** The flaws first, while what the request would consume is still there; another thing where one of them consumed it. */
async function testConsuming(run: Run, first: Draft): Promise<void> {
  const base = goodDrafts(run, first)[0]?.draft ?? first;
  const looked = await watchFirst(run, first);
  const refusals = await sendProbes(run, await probesFor(run, base, []));
  const again = refusals.hasAccepted ? await prepare(run, first.operation) : undefined;
  const draft = again?.kind === 'ready' ? again.draft : first;
  const before = draft === first ? looked : await watchFirst(run, draft);
  if (draft !== first && before) await sendRefused(run, { draft, mustKeep: [] });
  const exact = await exactCaller(run, draft);
  const primed = await primeOnce(run, exact ? withIdentity(draft, exact) : draft);
  const isAsBefore = !primed.uses.some(
    ({ exchange }) => exchange && isAccepted(exchange) && isOnSame(exchange.draft, draft),
  );
  const watched = await watchAgain(run, draft, isAsBefore ? before : undefined);
  const { acceptance, primed: kept } = await acceptPrimed(run, primed, (keyed) =>
    acceptOnce(run, exact ? withIdentity(keyed, draft.identity) : keyed),
  );
  const [accepted] = acceptance.accepted;
  refusals.settle(accepted, whyRefused(acceptance));
  leaveUnreached(run, draft.operation, acceptance);
  if (!accepted) return;
  await proveConsumed(run, accepted, watched);
  await proveTenancy(run, accepted);
  await proveIdempotencyOnce(run, kept, accepted);
}

/** What is done to another thing, or for another operation, leaves the thing as it was. */
const isOnSame = (one: Draft, other: Draft): boolean =>
  one.operation === other.operation &&
  [...other.values].every(
    ([key, { value }]) => !key.startsWith('path/') || one.values.get(key)?.value === value,
  );

/** By a caller with only the needed scopes when there is one; by the usual one when that caller is not let in. */
async function acceptOnce(run: Run, draft: Draft): Promise<Acceptance> {
  const id = obligationId(draft.operation.id, 'A.scope.allow');
  const exact = await exactCaller(run, draft);
  if (!exact) {
    run.ledger.rule(id, nobodyExact);
    return acceptMany(run, draft, 1);
  }
  const acceptance = await acceptMany(run, withIdentity(draft, exact), 1);
  const other = acceptance.accepted.length > 0 ? undefined : await acceptMany(run, draft, 1);
  const [first] = [...acceptance.accepted, ...acceptance.refused];
  // Refused to everybody, the request proves nothing about scopes.
  if (first && (!other || other.accepted.length > 0)) run.ledger.rule(id, judgeSufficient(run, first));
  return other ?? acceptance;
}

async function exactCaller(run: Run, { operation }: Draft): Promise<Draft['identity']> {
  const isWanted = run.ledger.has(obligationId(operation.id, 'A.scope.allow'));
  return isWanted ? run.callers.exact(operation) : undefined;
}

/** Once more with a key, where the server asks for one that may be left out. */
async function acceptSeveral(run: Run, draft: Draft): Promise<Acceptance> {
  const acceptance = await acceptMany(run, draft, wantedBodies);
  const [refused] = acceptance.refused;
  if (acceptance.accepted.length > 0 || !refused || !(await needsKey(run, refused))) return acceptance;
  return acceptMany(run, { ...draft, key: 'fresh' }, wantedBodies);
}

async function testRepeatable(run: Run, { draft, isGuess }: Ready): Promise<void> {
  const acceptance = await acceptSeveral(run, draft);
  const [accepted] = acceptance.accepted;
  if (!accepted && isGuess) return leaveGuess(run, draft, acceptance);
  const atEdges = await proveLegalEdges(run, acceptance.accepted);
  const bases = [
    ...[...acceptance.accepted, ...atEdges].map((exchange) => ({ draft: exchange.draft, isAccepted: true })),
    ...acceptance.refused.map((exchange) => ({ draft: exchange.draft, isAccepted: false })),
  ];
  const base = bases[0]?.draft ?? goodDrafts(run, draft)[0]?.draft ?? draft;
  const refusals = await sendProbes(run, await probesFor(run, base, bases));
  refusals.settle(accepted, whyRefused(acceptance));
  leaveUnreached(run, draft.operation, acceptance);
  const [refused] = acceptance.refused;
  if (!accepted && refused) await provePublic(run, refused);
  if (accepted) await proveBehaviours(run, accepted, acceptance);
}

/** Nothing was found under a made-up id: only what is refused before anything is looked for can be seen. */
async function leaveGuess(run: Run, draft: Draft, acceptance: Acceptance): Promise<void> {
  const why = whyRefused(acceptance);
  const refusals = await sendProbes(run, await accessProbes({ run, draft }));
  refusals.settle(undefined, why);
  run.ledger.leaveRest(draft.operation.id, 'no-producer', why);
}

async function proveBehaviours(run: Run, accepted: Exchange, acceptance: Acceptance): Promise<void> {
  await proveScopesSuffice(run, accepted);
  await proveAccess(run, accepted);
  await proveMinted(run, accepted);
  await proveTenancy(run, accepted);
  await proveLifeCycle(run, acceptance.accepted);
  await proveIdempotency(run, accepted);
  await provePagination(run, accepted);
  await proveRateLimit(run, accepted);
  await proveSafe(run, accepted); // last: two equal readings of the others may have proved it
}

async function probesFor(
  run: Run,
  draft: Draft,
  bases: readonly { readonly draft: Draft; readonly isAccepted: boolean }[],
): Promise<readonly (Probe | Skipped)[]> {
  const subject = { run, draft };
  return [
    ...(await accessProbes(subject)),
    ...pathProbes(subject),
    ...(await wrongParentProbes(subject)),
    ...parameterProbes(subject),
    ...bodyProbes({ ...subject, bases }),
    ...httpProbes(subject),
  ];
}

/** Refusals that come before the path is looked at can be seen without knowing a thing that exists. */
async function probeBlindly(run: Run, operation: Operation, reason: string): Promise<void> {
  if (reason !== 'no-producer' && reason !== 'needs-credentials') return;
  const draft = await blindDraft(run, operation);
  if (!draft) return;
  const refusals = await sendProbes(run, await accessProbes({ run, draft }));
  refusals.settle(undefined, `no request was possible: ${reason}`);
}

function whyRefused({ refused }: Acceptance): string | undefined {
  const last = refused.at(-1);
  return last && `the good request was answered ${describeAnswer(last)}`;
}

/** Success that was not reached, with the answer that came instead. */
function leaveUnreached(run: Run, operation: Operation, acceptance: Acceptance): void {
  const why = whyRefused(acceptance);
  if (acceptance.accepted.length > 0 || why === undefined) return;
  for (const { status } of operation.responses) {
    if (/^2/.test(status))
      run.ledger.rule(obligationId(operation.id, 'R.status', status), unproven('other-refusal', why));
  }
}
