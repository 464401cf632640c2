import type { Idempotency } from '@plumbline/openapi';
import { partText } from '../check/part-text.ts';
import { matchesStatus } from '../check/status.ts';
import { type ObligationKind, obligationId } from '../obligation.ts';
import type { Draft } from '../request/draft.ts';
import { createdId } from '../resources/item-id.ts';
import { freshBody, goodDrafts } from '../run/accept.ts';
import { type Exchange, isAccepted } from '../run/exchange-record.ts';
import { effectOf } from '../run/operation-effect.ts';
import { describeAnswer, type Run } from '../run/run.ts';
import { parseJson, sameJson } from '../values/json.ts';
import { uuidFor } from '../values/seed.ts';
import { unproven, type Verdict, violated } from '../verdict.ts';

/** Sends the accepted request again under one key, under another key, and the key with another body. */
export async function proveIdempotency(run: Run, accepted: Exchange): Promise<void> {
  const { operation } = accepted.draft;
  const { idempotency } = operation.behaviours;
  const idFor = (kind: ObligationKind) => obligationId(operation.id, kind);
  const wanted = kinds.filter((kind) => run.ledger.has(idFor(kind)));
  if (idempotency?.key.in !== 'header' || wanted.length === 0) return;
  const first = await sendKeyed(run, accepted);
  if (!isAccepted(first)) {
    const why = unproven('not-armed', `the request with a key was answered ${describeAnswer(first)}`);
    for (const kind of wanted) run.ledger.rule(idFor(kind), why);
    return;
  }
  const replay = await run.send(first.draft);
  run.ledger.rule(idFor('I.same'), judgeReplay(run, idempotency, { first, replay }));
  if (wanted.includes('I.distinct')) {
    run.ledger.rule(idFor('I.distinct'), await judgeDistinct(run, { first, replay }));
  }
  if (wanted.includes('I.mismatch')) {
    run.ledger.rule(idFor('I.mismatch'), await judgeMismatch(run, idempotency, first));
  }
}

const kinds = ['I.same', 'I.distinct', 'I.mismatch'] as const;

/** The accepted request itself when it carried a key; else the same with a key and another name. */
async function sendKeyed(run: Run, accepted: Exchange): Promise<Exchange> {
  const { draft, request } = accepted;
  const name = draft.operation.behaviours.idempotency?.key;
  const sent = name?.in === 'header' ? request.headers[name.name.toLowerCase()] : undefined;
  if (sent !== undefined) return { ...accepted, draft: { ...draft, key: { text: sent } } };
  return run.send({ ...renamed(run, draft, 'k'), key: newKey(run, draft, 'first') });
}

/** A key for one purpose of one run. */
export const newKey = ({ settings }: Run, { operation }: Draft, purpose: string): Draft['key'] => ({
  text: uuidFor(settings.seed, `${settings.run}:${operation.id}:${purpose}`),
});

const renamed = (run: Run, draft: Draft, mark: string): Draft =>
  freshBody(run, draft, `${run.settings.nonce}${mark}`) ?? draft;

interface Replayed {
  readonly first: Exchange;
  readonly replay: Exchange;
}

function judgeReplay(run: Run, idempotency: Idempotency, { first, replay }: Replayed): Verdict {
  if (!replay.answer || !first.answer) return unproven('no-answer', replay.failure);
  const isLost = effectOf(run.map, first.draft.operation) === 'endsIdentity';
  if (isLost && matchesStatus(replay.answer.status, ['401', '403'])) {
    return unproven('unspecified', 'the caller lost his access with the first request');
  }
  const breach = findDifference(idempotency, { first, replay });
  if (breach === undefined) return run.provedBy(first, replay);
  return violated({
    expected: `the answer of request ${first.number} again (status ${first.answer.status})`,
    received: breach,
    exchange: run.record(replay),
  });
}

function findDifference({ marker }: Idempotency, { first, replay }: Replayed): string | undefined {
  if (!first.answer || !replay.answer) return undefined;
  if (replay.answer.status !== first.answer.status) return describeAnswer(replay);
  if (!sameBody(first.answer.text, replay.answer.text)) return 'another body';
  if (marker && partText(marker, replay.answer) === undefined) return `no \`${marker.text}\``;
  if (marker && /^true$/i.test(partText(marker, first.answer) ?? ''))
    return `\`${marker.text}\` on the first answer too`;
  return undefined;
}

/** As JSON, since the order of properties carries no meaning. */
function sameBody(one: string, other: string): boolean {
  const [first, second] = [parseJson(one), parseJson(other)];
  return first && second ? sameJson(first.value, second.value) : one === other;
}

async function judgeDistinct(run: Run, { first, replay }: Replayed): Promise<Verdict> {
  const { operation } = first.draft;
  const other = await run.send({
    ...renamed(run, first.draft, 'd'),
    key: newKey(run, first.draft, 'other'),
  });
  const parameter = run.map.parameterOf(run.map.collectionOf(operation)) ?? 'id';
  const idIn = ({ answer }: Exchange) => answer && createdId(operation, answer, parameter);
  const [firstId, replayId, otherId] = [idIn(first), idIn(replay), idIn(other)];
  if (!isAccepted(other)) return unproven('other-refusal', describeAnswer(other));
  if (firstId === undefined || otherId === undefined) {
    return unproven('no-producer', 'the answer tells no id');
  }
  if (firstId !== otherId) {
    return firstId === replayId
      ? run.provedBy(first, other)
      : unproven('other-refusal', 'the replay tells another id; see I.same');
  }
  return violated({
    expected: 'another key to make another resource',
    received: `the id ${firstId} again`,
    exchange: run.record(other),
  });
}

async function judgeMismatch(run: Run, { mismatch }: Idempotency, first: Exchange): Promise<Verdict> {
  if (mismatch === 'unspecified' || mismatch === 'replay') return unproven('unspecified');
  const other = otherBody(run, first.draft);
  if (!other) return unproven('vague', 'no other good body is known');
  const flaw = { description: 'with a used key and another body', refusals: [mismatch], breaches: ['2XX'] };
  const exchange = await run.send({ ...other, key: first.draft.key, flaw });
  const status = exchange.answer?.status ?? 0;
  if (matchesStatus(status, [mismatch])) return run.provedBy(first, exchange);
  if (!matchesStatus(status, ['2XX', '400', '409', '422'])) {
    return unproven('other-refusal', describeAnswer(exchange));
  }
  return violated({
    expected: `a used key with another body to be refused with ${mismatch}`,
    received: describeAnswer(exchange),
    exchange: run.record(exchange),
  });
}

function otherBody(run: Run, draft: Draft): Draft | undefined {
  const text = ({ body }: Draft) => (body?.kind === 'value' ? JSON.stringify(body.value) : '');
  const candidates = [
    freshBody(run, draft, `${run.settings.nonce}m`),
    ...goodDrafts(run, draft).map((good) => good.draft),
  ];
  return candidates.find((candidate) => candidate?.body !== undefined && text(candidate) !== text(draft));
}
