import { matchesStatus } from '../../check/status.ts';
import { type ObligationKind, obligationId } from '../../obligation.ts';
import { requiredScopes } from '../../plan/access.ts';
import { type Draft, withIdentity } from '../../request/draft.ts';
import { writableMedia } from '../../request/write-body.ts';
import { type Exchange, isAccepted } from '../../run/exchange-record.ts';
import { endsIdentity } from '../../run/operation-effect.ts';
import type { Run } from '../../run/run.ts';
import { describeAnswer } from '../../run/run.ts';
import { unproven, type Verdict, violated } from '../../verdict.ts';
import { idIn, type Key, newKey, renamed } from './key-prover.ts';
import { forOtherItem } from './other-item.ts';
import { doneForOther } from './other-operation.ts';
import { isMarked, isSameBody } from './replay.ts';

/** A use of a key that must leave it free for the request under test. */
export interface PriorUse {
  /** The id of the obligation. */
  readonly id: string;
  readonly text: string;
  /** Undefined where it was not possible, with the reason. */
  readonly exchange: Exchange | undefined;
  readonly why?: Verdict;
}

/** A request under a key that was used before for what must not count. */
export interface Primed {
  readonly draft: Draft;
  readonly uses: readonly PriorUse[];
}

interface Purpose {
  readonly kind: ObligationKind;
  readonly part?: string;
  readonly text: string;
  readonly send: (run: Run, draft: Draft, key: Key) => Promise<Exchange | Verdict>;
}

/** One key for all of them, so that the request itself is sent once; told apart only when it fails. */
export async function prime(run: Run, draft: Draft): Promise<Primed> {
  const elsewhere = usedElsewhere(run, draft);
  const key = elsewhere?.key ?? newKey(run, draft, 'first');
  const uses: PriorUse[] = [];
  if (elsewhere) uses.push(elsewhere.use);
  const purposes = purposesOf(run, draft).filter(({ kind }) => !elsewhere || kind !== 'I.scope.op');
  for (const purpose of purposes) uses.push(await useKey(run, draft, { purpose, key }));
  return { draft: { ...draft, key }, uses };
}

/** Sends the good request under a key that was used for this purpose alone. */
export async function primeFor(run: Run, draft: Draft, id: string): Promise<Primed> {
  const elsewhere = usedElsewhere(run, draft);
  if (elsewhere?.use.id === id)
    return { draft: { ...renamed(run, draft), key: elsewhere.key }, uses: [elsewhere.use] };
  const key = newKey(run, draft, `after ${id}`);
  const purpose = purposesOf(run, draft).find((one) => idOf(draft, one) === id);
  const use = purpose && (await useKey(run, draft, { purpose, key }));
  return { draft: { ...renamed(run, draft), key }, uses: use ? [use] : [] };
}

const idOf = ({ operation }: Draft, { kind, part }: Pick<Purpose, 'kind' | 'part'>): string =>
  obligationId(operation.id, kind, ...(part === undefined ? [] : [part]));

async function useKey(
  run: Run,
  draft: Draft,
  { purpose, key }: { readonly purpose: Purpose; readonly key: Key },
): Promise<PriorUse> {
  const sent = await purpose.send(run, draft, key);
  const { text } = purpose;
  const id = idOf(draft, purpose);
  return 'outcome' in sent ? { id, text, exchange: undefined, why: sent } : { id, text, exchange: sent };
}

/** A key under which the same caller did something else. */
function usedElsewhere(run: Run, draft: Draft): { readonly key: Key; readonly use: PriorUse } | undefined {
  const id = obligationId(draft.operation.id, 'I.scope.op');
  const found = run.ledger.has(id)
    ? run.keyed.find(
        (other) =>
          other.draft.operation !== draft.operation &&
          JSON.stringify(other.draft.credentials) === JSON.stringify(draft.credentials),
      )
    : undefined;
  const key = found?.draft.key;
  if (!found || typeof key !== 'object') return undefined;
  return { key, use: { id, text: `for ${found.draft.operation.id}`, exchange: found } };
}

function purposesOf(run: Run, draft: Draft): readonly Purpose[] {
  return purposes.filter((purpose) => run.ledger.has(idOf(draft, purpose)));
}

const purposes: readonly Purpose[] = [
  {
    kind: 'I.failed',
    part: '401',
    text: 'without credentials',
    send: (run, draft, key) =>
      refusedWith(run, '401', { ...withIdentity(draft, undefined), key }, 'without credentials'),
  },
  { kind: 'I.failed', part: '403', text: 'by a caller without the scope', send: refusedForScope },
  { kind: 'I.failed', part: '400', text: 'with a malformed body', send: refusedForBody },
  { kind: 'I.failed', part: '422', text: 'with a malformed body', send: refusedForBody },
  { kind: 'I.scope.op', text: 'for another operation', send: doneForOther },
  { kind: 'I.scope.path', text: 'for another item', send: doneElsewhere },
  {
    kind: 'I.scope.tenant',
    text: 'by a caller of another tenant',
    send: (run, draft, key) => doneBy(run, { draft, key }, run.callers.foreign(draft.operation)),
  },
  {
    kind: 'I.scope.principal',
    text: 'by another caller',
    send: (run, draft, key) => doneBy(run, { draft, key }, run.callers.otherPrincipal(draft)),
  },
];

async function refusedWith(
  run: Run,
  status: string,
  draft: Draft,
  description: string,
): Promise<Exchange | Verdict> {
  const flaw = { description, refusals: [status], breaches: ['2XX'] };
  const exchange = await run.send({ ...draft, flaw });
  const isRefused = matchesStatus(exchange.answer?.status ?? 0, [status]);
  return isRefused
    ? exchange
    : unproven('not-armed', `${description} it was answered ${describeAnswer(exchange)}`);
}

async function refusedForScope(run: Run, draft: Draft, key: Key): Promise<Exchange | Verdict> {
  const scope = requiredScopes(draft.operation).at(-1);
  const identity = scope === undefined ? undefined : await run.callers.lacking(draft.operation, scope);
  if (!identity) return unproven('needs-identity', 'one without a needed scope');
  return refusedWith(run, '403', { ...withIdentity(draft, identity), key }, `without ${scope}`);
}

async function refusedForBody(run: Run, draft: Draft, key: Key): Promise<Exchange | Verdict> {
  const mediaType = writableMedia(draft.operation)?.mediaType;
  if (mediaType === undefined) return unproven('unsupported', 'it takes no body');
  const status = run.ledger.has(obligationId(draft.operation.id, 'I.failed', '400')) ? '400' : '422';
  return refusedWith(
    run,
    status,
    { ...draft, key, body: { kind: 'text', mediaType, text: '{' } },
    'with a malformed body',
  );
}

async function doneElsewhere(run: Run, draft: Draft, key: Key): Promise<Exchange | Verdict> {
  const other = await forOtherItem(run, draft);
  if (!other) return unproven('needs-items', 'no other item is known that may be changed');
  return accepted(await run.send({ ...renamed(run, other), key }));
}

async function doneBy(
  run: Run,
  { draft, key }: { readonly draft: Draft; readonly key: Key },
  identity: Draft['identity'],
): Promise<Exchange | Verdict> {
  if (!identity) return unproven('needs-identity', 'another tenant, or another `principal`');
  if (endsIdentity(draft.operation) && !identity.isDisposable)
    return unproven('needs-identity', 'another one that may be lost');
  return accepted(await run.send({ ...withIdentity(renamed(run, draft), identity), key }));
}

const accepted = (exchange: Exchange): Exchange | Verdict =>
  isAccepted(exchange)
    ? notFromStore(exchange)
    : unproven('not-armed', `there it was answered ${describeAnswer(exchange)}`);

/** What another use of the key has left there is no use of its own. */
function notFromStore(exchange: Exchange): Exchange | Verdict {
  const { idempotency } = exchange.draft.operation.behaviours;
  const isStored = idempotency && exchange.answer && isMarked(idempotency, exchange.answer);
  return isStored ? unproven('blocked-by', 'the key was taken by an earlier use') : exchange;
}

/** Whether the request was carried out, as far as its answer tells. */
export function isExecuted(run: Run, { uses }: Pick<Primed, 'uses'>, first: Exchange): boolean {
  const { idempotency } = first.draft.operation.behaviours;
  if (!isAccepted(first) || !first.answer || !idempotency || isMarked(idempotency, first.answer))
    return false;
  // Without a mark, only an answer that names one thing can be told from the same answer about another.
  const { answer } = first;
  if (idempotency.marker || idIn(run, first) === undefined) return true;
  return !uses.some(({ exchange }) => exchange?.answer && isSameBody(answer, exchange.answer));
}

/** What a request under a used key shows of each earlier use: that it left the key free, where it was carried out. */
export function rulePriorUses(run: Run, { uses }: Primed, first: Exchange): void {
  for (const { id, exchange, why } of uses) {
    if (exchange) run.ledger.rule(id, run.provedBy(exchange, first));
    else if (why) run.ledger.rule(id, why);
  }
}

/** The request was not carried out, though it is under a new key: the earlier use that took the key is to blame. */
export function blamePriorUse(run: Run, { id, text, exchange }: PriorUse, taken: Exchange): void {
  if (!exchange) return;
  run.ledger.rule(
    id,
    violated({
      expected: `a key that was used ${text} (request ${exchange.number}) to be free`,
      received: taken.answer && isAccepted(taken) ? 'an answer from store' : describeAnswer(taken),
      exchange: run.record(taken),
    }),
  );
}
