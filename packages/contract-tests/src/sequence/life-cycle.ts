import type { Operation } from '@plumbline/openapi';
import { matchesStatus } from '../check/status.ts';
import { obligationId } from '../obligation.ts';
import type { Draft } from '../request/draft.ts';
import { createdId } from '../resources/item-id.ts';
import { draftFor } from '../run/draft-for.ts';
import { type Exchange, isAccepted } from '../run/exchange-record.ts';
import { describeAnswer, type Run } from '../run/run.ts';
import { unproven, type Verdict, violated } from '../verdict.ts';

/** Reads what was just created. */
export async function proveCreated(run: Run, created: Exchange): Promise<void> {
  const { operation } = created.draft;
  const id = obligationId(operation.id, 'L.create-get');
  if (run.ledger.has(id)) run.ledger.rule(id, await judgeCreated(run, created));
}

async function judgeCreated(run: Run, created: Exchange): Promise<Verdict> {
  const { operation } = created.draft;
  const collection = run.map.collectionOf(operation);
  const read = run.map.readOf(collection);
  const parameter = run.map.parameterOf(collection) ?? 'id';
  const newId = created.answer && createdId(operation, created.answer, parameter);
  if (!read || newId === undefined) return unproven('no-producer', 'the answer tells no id');
  const exchange = await readItem(run, read, [...pathIds(run, created.draft), newId]);
  if (!exchange) return unproven('needs-credentials');
  if (isAccepted(exchange)) return run.provedBy(created, exchange);
  const isMissing = matchesStatus(exchange.answer?.status ?? 0, ['404', '410']);
  if (!isMissing) return unproven('other-refusal', describeAnswer(exchange));
  if (mayAppearLater(operation)) return unproven('unspecified', 'it may become visible later');
  return violated({
    expected: `what ${operation.id} created to be readable`,
    received: describeAnswer(exchange),
    exchange: run.record(exchange),
  });
}

const mayAppearLater = ({ behaviours }: Operation): boolean => (behaviours.resource?.visibleMs ?? 0) > 0;

/** Whether what is about to be deleted can be read now; otherwise its absence later proves nothing. */
export async function readBeforeDelete(run: Run, draft: Draft): Promise<boolean> {
  const read = run.map.readOfItem(draft.operation);
  if (!read || !run.ledger.has(obligationId(draft.operation.id, 'L.delete-get'))) return false;
  const exchange = await readItem(run, read, pathIds(run, draft));
  return exchange !== undefined && isAccepted(exchange);
}

/** Reads what was just deleted. */
export async function proveDeleted(run: Run, { draft }: Exchange): Promise<void> {
  const { operation } = draft;
  const id = obligationId(operation.id, 'L.delete-get');
  const read = run.map.readOfItem(operation);
  const exchange = read && (await readItem(run, read, pathIds(run, draft)));
  if (exchange) run.ledger.rule(id, judgeGone(run, exchange, operation));
}

function judgeGone(run: Run, exchange: Exchange, { id, behaviours }: Operation): Verdict {
  const gone = behaviours.resource?.gone ?? '404';
  if (exchange.answer && matchesStatus(exchange.answer.status, [gone, '404', '410']))
    return run.provedBy(exchange);
  if (!isAccepted(exchange)) return unproven('other-refusal', describeAnswer(exchange));
  return violated({
    expected: `what ${id} deleted to be gone`,
    received: describeAnswer(exchange),
    exchange: run.record(exchange),
  });
}

async function readItem(run: Run, read: Operation, ids: readonly string[]): Promise<Exchange | undefined> {
  const identity = await run.callers.sufficient(read);
  if (!identity) return undefined;
  const path = new Map(run.map.idsOf(read).map(({ parameter }, index) => [parameter, ids[index] ?? '']));
  const draft = draftFor(run, read, { identity, path });
  return 'missing' in draft ? undefined : run.send(draft);
}

function pathIds(run: Run, { operation, values }: Draft): readonly string[] {
  return run.map
    .idsOf(operation)
    .map(({ parameter }) => String(values.get(`path/${parameter}`)?.value ?? ''));
}
