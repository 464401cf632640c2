import { obligationId } from '../../obligation.ts';
import { type Draft, withIdentity } from '../../request/draft.ts';
import { type Exchange, isAccepted } from '../../run/exchange-record.ts';
import { isReading } from '../../run/operation-effect.ts';
import { describeAnswer, type Run } from '../../run/run.ts';
import { unproven } from '../../verdict.ts';
import { judgeConcurrent } from './concurrent.ts';
import { judgeDistinct } from './distinct.ts';
import { isWanted, type Key, type KeyedRequest, newKey, renamed, rule } from './key-prover.ts';
import { judgeMismatch } from './mismatch.ts';
import { countList, judgeAddedOnce, judgeChangedOnce } from './once.ts';
import { forOtherItem } from './other-item.ts';
import { blamePriorUse, isExecuted, type Primed, prime, primeFor, rulePriorUses } from './prior-uses.ts';
import { judgeReplay } from './replay.ts';
import { proveStoredRefusal } from './stored-refusal.ts';
import { proveScopeAtReplay } from './without-scope.ts';

/** What is promised of a request under a key, where requests of the kind can be repeated. */
export async function proveIdempotency(run: Run, accepted: Exchange): Promise<void> {
  const { draft } = accepted;
  if (!isKeyed(run, draft)) return;
  const sent = sentKey(accepted);
  // An action may be possible only once, so the request that succeeded is the one that is replayed.
  if (sent && !run.map.isCreate(draft.operation) && draft.method === 'POST') {
    await proveKeyed(run, { ...accepted, draft: { ...draft, key: sent } }, undefined);
    await proveFreeKey(run, draft);
    await proveStoredRefusal(run, draft);
    return;
  }
  const primed = await prime(run, renamed(run, draft));
  const isCounted =
    run.map.isCreate(draft.operation) && run.ledger.has(obligationId(draft.operation.id, 'I.once'));
  const before = isCounted ? await countList(run, draft) : undefined;
  const first = await execute(run, primed);
  if (!first) return;
  await proveKeyed(run, first, before);
  await proveFirstKey(run, first);
  await proveStoredRefusal(run, draft);
}

/** Once more under a key with a past, where the action can be repeated; it says nothing where it cannot. */
async function proveFreeKey(run: Run, draft: Draft): Promise<void> {
  const primed = await prime(run, renamed(run, draft));
  if (primed.uses.length > 0) await execute(run, primed);
}

/** What is promised of a request that can be made once only: it was sent under a key that had been used before. */
export async function proveIdempotencyOnce(
  run: Run,
  primed: Primed | undefined,
  accepted: Exchange,
): Promise<void> {
  if (!isKeyed(run, accepted.draft)) return;
  if (primed && isSameKey(primed.draft, accepted.draft)) rulePriorUses(run, primed, accepted);
  await proveKeyed(run, accepted, undefined);
  await proveFreeOfOther(run, accepted);
  await proveStoredRefusal(run, accepted.draft);
}

/** Once more on another thing, by a caller who may do something else under the key before. */
async function proveFreeOfOther(run: Run, { draft }: Exchange): Promise<void> {
  const id = obligationId(draft.operation.id, 'I.scope.op');
  const identity = run.ledger.isOpen(id) ? await run.callers.sufficient(draft.operation) : undefined;
  const other = identity && (await forOtherItem(run, draft));
  if (!identity || !other) return;
  await proveUse(run, withIdentity(other, identity), { id, isArmed: false });
}

const kinds = ['I.same', 'I.once', 'I.distinct', 'I.mismatch', 'I.concurrent'] as const;

/** Whether anything is promised of keys that travel in a header. */
export function isKeyed(run: Run, { operation }: Draft): boolean {
  const { idempotency } = operation.behaviours;
  return idempotency?.key.in === 'header' && !isReading(operation) && !run.settings.safe;
}

const isSameKey = (one: Draft, other: Draft): boolean =>
  JSON.stringify(one.key) === JSON.stringify(other.key);

/** The request under the used key; under a new one where that is taken, which is told. */
async function execute(run: Run, primed: Primed): Promise<Exchange | undefined> {
  const first = await run.send(primed.draft);
  if (isExecuted(run, primed, first)) {
    rulePriorUses(run, primed, first);
    return first;
  }
  const control = await run.send({
    ...renamed(run, primed.draft),
    key: newKey(run, primed.draft, 'control'),
  });
  if (!isAccepted(control)) {
    leaveUnarmed(run, primed, control);
    return undefined;
  }
  for (const { id } of primed.uses) await proveUse(run, primed.draft, { id, isArmed: true });
  return control;
}

interface Use {
  /** The obligation. */
  readonly id: string;
  readonly isArmed: boolean;
}

/** The request under a key with one earlier use. `isArmed`: the same was accepted under a key of its own. */
async function proveUse(run: Run, draft: Draft, { id, isArmed }: Use): Promise<void> {
  const alone = await primeFor(run, draft, id);
  const [use] = alone.uses;
  if (!use?.exchange) {
    run.ledger.rule(id, use?.why ?? unproven('not-seen', 'nothing else was done under a key'));
    return;
  }
  const first = await run.send(alone.draft);
  if (isExecuted(run, alone, first)) rulePriorUses(run, alone, first);
  else if (isArmed || (await isAcceptedUnder(run, alone.draft, newKey(run, draft, 'free'))))
    blamePriorUse(run, use, first);
  else run.ledger.rule(id, unproven('not-armed', `it was answered ${describeAnswer(first)}`));
}

/** When the first operation was called under a key, no other had been: now another one can use a key before it. */
async function proveFirstKey(run: Run, { draft: other }: Exchange): Promise<void> {
  for (const { draft } of [...run.keyed]) {
    const id = obligationId(draft.operation.id, 'I.scope.op');
    const isFirst = run.ledger.isOpen(id) && draft.operation !== other.operation;
    if (!isFirst || !run.map.isCreate(draft.operation)) continue;
    const key = newKey(run, draft, 'after another operation');
    const exchange = await run.send({ ...renamed(run, other), key });
    if (!isAccepted(exchange)) continue;
    const use = { id, text: `for ${other.operation.id}`, exchange };
    const first = await run.send({ ...renamed(run, draft), key });
    if (isExecuted(run, { uses: [use] }, first)) rulePriorUses(run, { draft, uses: [use] }, first);
    else if (await isAcceptedUnder(run, draft, newKey(run, draft, 'free'))) blamePriorUse(run, use, first);
  }
}

const isAcceptedUnder = async (run: Run, draft: Draft, key: Key): Promise<boolean> =>
  isAccepted(await run.send({ ...renamed(run, draft), key }));

function leaveUnarmed(run: Run, { draft, uses }: Primed, control: Exchange): void {
  const why = unproven('not-armed', `the request with a key was answered ${describeAnswer(control)}`);
  for (const { id } of uses) run.ledger.rule(id, why);
  const { idempotency } = draft.operation.behaviours;
  if (!idempotency) return;
  for (const kind of kinds) rule({ run, idempotency, first: control }, kind, why);
}

async function proveKeyed(
  run: Run,
  first: Exchange,
  before: Awaited<ReturnType<typeof countList>>,
): Promise<void> {
  const { idempotency } = first.draft.operation.behaviours;
  const key = keyOf(first);
  if (!idempotency || !key) return;
  const keyed: KeyedRequest = { run, idempotency, first };
  const replay = await run.send(first.draft);
  rule(keyed, 'I.same', judgeReplay(keyed, replay));
  if (isWanted(keyed, 'I.once')) {
    const isAdding = run.map.isCreate(first.draft.operation);
    rule(
      keyed,
      'I.once',
      isAdding ? await judgeAddedOnce(keyed, { before, replay }) : await judgeChangedOnce(keyed),
    );
  }
  if (isWanted(keyed, 'I.distinct')) rule(keyed, 'I.distinct', await judgeDistinct(keyed, replay, key));
  if (isWanted(keyed, 'I.mismatch')) rule(keyed, 'I.mismatch', await judgeMismatch(keyed));
  if (isWanted(keyed, 'I.concurrent')) rule(keyed, 'I.concurrent', await judgeConcurrent(keyed));
  await proveScopeAtReplay(keyed); // last: it may make credentials, which a list would count
  run.keyed.push(first);
}

/** The key that a request carried. */
function sentKey({ draft, request }: Exchange): Key | undefined {
  const name = draft.operation.behaviours.idempotency?.key;
  const text = name?.in === 'header' ? request.headers[name.name.toLowerCase()] : undefined;
  return text === undefined ? undefined : { text };
}

const keyOf = ({ draft }: Exchange): Key | undefined =>
  typeof draft.key === 'object' ? draft.key : undefined;
