import type { Operation, RateLimit } from '@plumbline/openapi';
import { type ObligationKind, obligationId } from '../../obligation.ts';
import { exhaustedBy, refusedWrite } from '../../plan/rate-limit.ts';
import { cleanUp } from '../../run/clean-up.ts';
import { draftFor } from '../../run/draft-for.ts';
import { type Exchange, isAccepted } from '../../run/exchange-record.ts';
import { describeAnswer, type Run } from '../../run/run.ts';
import type { Identity } from '../../target.ts';
import { unproven, type Verdict, violated } from '../../verdict.ts';
import { type Exhaustion, isRefused, isWanted, rule, stateOf } from './exhaustion.ts';
import { ruleKeptRefusal } from './kept-refusal.ts';
import { askForOthers } from './other-operations.ts';
import { judgeNoEffect, prepareWrite, type Write } from './refused-write.ts';
import { useUp } from './use-up.ts';
import { judgePartition, judgeProblem, judgeRetryAfter, judgeShare, waitOf } from './while-refused.ts';

const kinds: readonly ObligationKind[] = [
  'X.block',
  'X.fair',
  'X.retry-after',
  'X.problem',
  'X.partition',
  'X.share',
  'X.nofx',
  'X.recover',
];

/** The last thing of a run: uses windows of the rate limit up, where the options give leave. */
export async function proveExhaustion(run: Run): Promise<void> {
  for (const operation of run.model.operations) {
    const { rateLimit } = operation.behaviours;
    if (!rateLimit || exhaustedBy(run.model, rateLimit) !== operation) continue;
    const isPlanned = rateLimit.policies.some(({ name }) =>
      run.ledger.has(obligationId(operation.id, 'X.block', name)),
    );
    if (isPlanned || keptRefusal(run, rateLimit) !== undefined) await proveOf(run, operation, rateLimit);
  }
}

async function proveOf(run: Run, operation: Operation, rateLimit: RateLimit): Promise<void> {
  const leaveOpen = (verdict: Verdict) => {
    for (const { name } of rateLimit.policies)
      for (const kind of kinds) run.ledger.rule(obligationId(operation.id, kind, name), verdict);
    const kept = run.settings.safe ? undefined : keptRefusal(run, rateLimit);
    if (kept !== undefined) run.ledger.rule(kept, verdict);
  };
  leaveOpen(unproven('needs-identity', 'nobody under this policy may be refused: name one in `exhaust`'));
  const burners = await burnersOf(run, operation);
  if (burners.length === 0) {
    leaveOpen(
      unproven('needs-budget', 'it uses up the limit of a caller: name one in `exhaust`, or give `clock`'),
    );
  }
  for (const identity of burners) {
    const exhaustion = await findPolicy(run, { operation, rateLimit, identity });
    if ('outcome' in exhaustion) leaveOpen(exhaustion);
    else await exhaust(exhaustion);
  }
}

/** Who may be refused: those that are named, or the usual caller. */
async function burnersOf(run: Run, operation: Operation): Promise<readonly Identity[]> {
  const { exhaust = run.settings.clock !== undefined, identities = [] } = run.settings;
  if (exhaust === false) return [];
  if (exhaust !== true) return identities.filter(({ name }) => exhaust.includes(name));
  const usual = await run.callers.sufficient(operation);
  return usual ? [usual] : [];
}

/** More requests are not spent on one window. */
const mostSpent = 2000;

/** The policy that a caller is under shows in the limit he is told. */
async function findPolicy(
  run: Run,
  { operation, rateLimit, identity }: { operation: Operation; rateLimit: RateLimit; identity: Identity },
): Promise<Exhaustion | Verdict> {
  const draft = draftFor(run, operation, { identity, path: new Map() });
  if ('missing' in draft) return unproven('vague', `no value of \`${draft.missing.name}\` can be made`);
  const exchange = await run.sendNow(draft);
  if (!isAccepted(exchange)) return unproven('not-armed', describeAnswer(exchange));
  const [first] = rateLimit.policies;
  if (!first) return unproven('unspecified');
  const { limit = first.quota } = stateOf({ run, operation, rateLimit, draft, policy: first }, exchange);
  if (limit > mostSpent) {
    return unproven(
      'needs-budget',
      `a window holds ${limit} requests: lower it in the tests and give \`quota\``,
    );
  }
  const policy =
    rateLimit.policies.find(({ quota }) => quota === limit) ??
    (limit === run.settings.quota ? first : undefined);
  if (!policy) return unproven('blocked-by', `no policy has the limit of ${limit}; see X.limit`);
  return { run, operation, rateLimit, draft, policy };
}

async function exhaust(exhaustion: Exhaustion): Promise<void> {
  const { run } = exhaustion;
  const write =
    isWanted(exhaustion, 'X.nofx') || keptRefusal(run, exhaustion.rateLimit)
      ? await prepareWrite(exhaustion)
      : undefined;
  const used = await useUp(exhaustion);
  if (!used) {
    const why = unproven('not-seen', 'no request was refused');
    for (const kind of kinds.slice(2)) rule(exhaustion, kind, why);
    return;
  }
  const { refused } = used;
  rule(exhaustion, 'X.retry-after', judgeRetryAfter(exhaustion, refused));
  rule(exhaustion, 'X.problem', judgeProblem(exhaustion, refused));
  if (isWanted(exhaustion, 'X.partition')) rule(exhaustion, 'X.partition', await judgePartition(exhaustion));
  if (isWanted(exhaustion, 'X.share')) rule(exhaustion, 'X.share', await judgeShare(exhaustion));
  const sent = write && (await run.sendNow(write.draft));
  await askForOthers(exhaustion);
  const last = await run.sendNow(exhaustion.draft);
  rule(
    exhaustion,
    'X.recover',
    await judgeRecovery(exhaustion, isRefused(exhaustion, last) ? last : refused),
  );
  await ruleNoEffect(exhaustion, write, sent);
  if (sent && isRefused(exhaustion, sent)) await ruleKeptRefusal(run, sent);
  // What was not refused after all was made after the run had cleaned up.
  if (run.items.own().length > 0) await cleanUp(run);
}

/** The promise that the refusal of a write is not kept under its key, where that is part of the run. */
function keptRefusal({ ledger, model, map }: Run, rateLimit: RateLimit): string | undefined {
  const write = refusedWrite(model, map, rateLimit);
  const id = write && obligationId(write.id, 'I.failed', rateLimit.status);
  return id !== undefined && ledger.has(id) ? id : undefined;
}

async function ruleNoEffect(
  exhaustion: Exhaustion,
  write: Write | undefined,
  sent: Exchange | undefined,
): Promise<void> {
  if (!write || !sent)
    rule(exhaustion, 'X.nofx', unproven('no-producer', 'no write whose list can be counted'));
  else rule(exhaustion, 'X.nofx', await judgeNoEffect(exhaustion, write, sent));
}

/** Seconds are rounded, and clocks differ. */
const marginMs = 1000;

/** After the time that the refusal told, the caller is served again. */
async function judgeRecovery(exhaustion: Exhaustion, refused: Exchange): Promise<Verdict> {
  const { run, draft } = exhaustion;
  const { settings } = run;
  const { resetAt } = stateOf(exhaustion, refused);
  const wait = waitOf(exhaustion, refused) ?? (resetAt === undefined ? undefined : resetAt - settings.now());
  if (wait === undefined)
    return unproven('blocked-by', 'the refusal does not tell how long; see X.retry-after');
  const ms = Math.max(0, wait) + marginMs;
  if (!settings.clock && ms > settings.maxWaitMs) return unproven('needs-clock');
  if (ms > exhaustion.policy.windowMs * 2)
    return unproven('blocked-by', 'it tells too long a time; see X.retry-after');
  await settings.sleep(ms);
  const exchange = await run.sendNow(draft);
  if (isAccepted(exchange)) return run.provedBy(refused, exchange);
  if (!isRefused(exhaustion, exchange)) return unproven('other-refusal', describeAnswer(exchange));
  return violated({
    expected: `whoever comes back after the ${Math.ceil(wait / 1000)} s that a refusal told to be served`,
    received: describeAnswer(exchange),
    exchange: run.record(exchange),
  });
}
