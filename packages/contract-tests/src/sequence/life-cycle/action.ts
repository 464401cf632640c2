import { declares, matchesStatus } from '../../check/status.ts';
import { obligationId } from '../../obligation.ts';
import type { Draft } from '../../request/draft.ts';
import { createdId } from '../../resources/item-id.ts';
import { madeBy } from '../../resources/made-by.ts';
import { type Exchange, isAccepted } from '../../run/exchange-record.ts';
import { describeAnswer, type Run } from '../../run/run.ts';
import { atPointer, isJsonObject, type JsonObject, sameJson } from '../../values/json.ts';
import { unproven, type Verdict, violated } from '../../verdict.ts';
import { brief } from './echo.ts';
import { objectIn, pathIds, readAt, type Sight, see } from './sight.ts';
import type { Watched } from './watched.ts';

/** What an action is declared to create can be read. */
export async function proveStarted(run: Run, accepted: Exchange): Promise<void> {
  const { operation } = accepted.draft;
  const id = obligationId(operation.id, 'L.action', 'creates');
  const place = run.ledger.has(id) ? madeBy(run.model, run.map, operation) : undefined;
  const read = place && run.map.readOf(place.collection);
  if (!place || !read) return;
  const parameter = run.map.parameterOf(place.collection) ?? 'id';
  const newId = accepted.answer && createdId(operation, accepted.answer, parameter);
  const ids = pathIds(run, accepted.draft);
  if (newId === undefined || ids.includes(newId)) {
    run.ledger.rule(id, unproven('no-producer', 'the answer tells no new id'));
    return;
  }
  const exchange = await readAt(run, read, [...ids.slice(0, place.depth), newId]);
  run.ledger.rule(id, exchange ? judgeStarted(run, accepted, exchange) : unproven('needs-credentials'));
}

function judgeStarted(run: Run, accepted: Exchange, read: Exchange): Verdict {
  if (isAccepted(read)) return run.provedBy(accepted, read);
  if (!matchesStatus(read.answer?.status ?? 0, ['404', '410']))
    return unproven('other-refusal', describeAnswer(read));
  return violated({
    expected: `what ${accepted.draft.operation.id} created to be readable`,
    received: describeAnswer(read),
    exchange: run.record(read),
  });
}

/** The declared effect of an action, and what it answers when it is asked for again. */
export async function proveAction(run: Run, accepted: Exchange, { still }: Watched): Promise<void> {
  const { operation } = accepted.draft;
  const id = obligationId(operation.id, 'L.action');
  await proveStarted(run, accepted);
  if (run.ledger.has(id)) {
    const after = await see(run, accepted.draft);
    run.ledger.rule(
      id,
      still && after
        ? judgeEffect(run, { accepted, before: still, after })
        : unproven('not-seen', 'what it acts on could not be read'),
    );
  }
  await askAgain(run, accepted.draft);
}

interface Effect {
  readonly accepted: Exchange;
  readonly before: Sight;
  readonly after: Sight;
}

interface Setting {
  readonly pointer: string;
  readonly value: unknown;
}

function judgeEffect(run: Run, effect: Effect): Verdict {
  const { accepted, before, after } = effect;
  const { operation } = accepted.draft;
  const settings = Object.entries(operation.behaviours.resource?.set ?? {}).flatMap(([pointer, written]) => {
    const value = settingValue(written, accepted.draft);
    return value ? [{ pointer, ...value }] : [];
  });
  if (settings.length === 0)
    return unproven('unsupported', 'its effect is no constant and no part of the request');
  const missed = settings.find(({ pointer, value }) => !sameJson(atPointer(after.value, pointer), value));
  const contrast = settings.some(({ pointer, value }) => !sameJson(atPointer(before.value, pointer), value));
  if (missed) return judgeMissed(run, missed, effect);
  return contrast
    ? run.provedBy(before.exchange, accepted, after.exchange)
    : unproven('no-contrast', 'it was so before');
}

/** The action's own answer may have shown the effect before work in the background went on from there. */
function judgeMissed(run: Run, { pointer, value }: Setting, { accepted, before, after }: Effect): Verdict {
  const answered = objectIn(accepted);
  const wasShown = answered !== undefined && sameJson(atPointer(answered, pointer), value);
  if (wasShown && hasMovedOn(before.value, after.value)) {
    return unproven('unspecified', 'it was so in the answer and had gone on from there when it was read');
  }
  return violated({
    expected: `\`${pointer}\` to be ${brief(value)} after ${accepted.draft.operation.id}`,
    received: brief(atPointer(after.value, pointer)),
    exchange: run.record(after.exchange),
  });
}

/** Any difference says that the effect is not simply missing. */
const hasMovedOn = (before: JsonObject, after: JsonObject): boolean => !sameJson(before, after);

/** A constant, or a part of the request's body by its runtime expression. */
function settingValue(written: unknown, { body }: Draft): { readonly value: unknown } | undefined {
  if (typeof written !== 'string' || !written.startsWith('$')) return { value: written };
  const pointer = /^\$request\.body#(.*)$/s.exec(written)?.[1];
  if (pointer === undefined || body?.kind !== 'value' || !isJsonObject(body.value)) return undefined;
  const value = atPointer(body.value, pointer);
  return value === undefined ? undefined : { value };
}

/** A second call may meet the conflict that is declared; one that is accepted again is as good. */
async function askAgain(run: Run, draft: Draft): Promise<void> {
  const { operation } = draft;
  if (!declares(operation, 409) || !run.ledger.isOpen(obligationId(operation.id, 'R.status', '409'))) return;
  await run.send({ ...draft, key: draft.key === 'none' ? 'none' : 'fresh' });
}
