import { obligationId } from '../../obligation.ts';
import { type Exchange, isAccepted } from '../../run/exchange-record.ts';
import type { Run } from '../../run/run.ts';
import { isJsonObject, parseJson, sameJson } from '../../values/json.ts';
import { unproven, violated } from '../../verdict.ts';

/** Two equal answers to one request, with no write between them, show that reading has no effect: at no cost. */
export function noteReading(run: Run, exchange: Exchange): void {
  const { draft, request } = exchange;
  if (draft.method !== 'GET') {
    run.readings.clear();
    return;
  }
  const id = obligationId(draft.operation.id, 'L.safe');
  if (draft.flaw || !isAccepted(exchange) || !run.ledger.isOpen(id)) return;
  const earlier = run.readings.get(id);
  run.readings.set(id, exchange);
  const isSame = earlier?.request.url === request.url && sameCaller(earlier, exchange);
  if (isSame && differences(earlier, exchange).length === 0)
    run.ledger.rule(id, run.provedBy(earlier, exchange));
}

const sameCaller = (one: Exchange, other: Exchange): boolean =>
  sameJson(one.draft.credentials, other.draft.credentials);

/** Reads three times: what differs from each to the next is changed by reading it. */
export async function proveSafe(run: Run, { draft }: Exchange): Promise<void> {
  const id = obligationId(draft.operation.id, 'L.safe');
  if (draft.method !== 'GET' || !run.ledger.isOpen(id)) return;
  const first = await run.send(draft);
  const second = await run.send(draft);
  if (!run.ledger.isOpen(id)) return;
  const third = await run.send(draft);
  const again = new Set(differences(second, third));
  const changed = differences(first, second).filter((pointer) => again.has(pointer));
  run.ledger.rule(
    id,
    changed.length > 0 ? breach(run, third, changed) : unproven('unspecified', 'it changes by itself'),
  );
}

const breach = (run: Run, exchange: Exchange, changed: readonly string[]) =>
  violated({
    expected: 'reading to change nothing (RFC 9110, section 9.2.1)',
    received: `another ${changed
      .slice(0, 3)
      .map((pointer) => `\`${pointer || 'body'}\``)
      .join(', ')} each time it is read`,
    exchange: run.record(exchange),
  });

/** Where two answers differ. Times may be those of the reading itself. */
function differences(one: Exchange, other: Exchange): readonly string[] {
  const [first, second] = [parseJson(one.answer?.text ?? ''), parseJson(other.answer?.text ?? '')];
  if (!first || !second) return one.answer?.text === other.answer?.text ? [] : [''];
  return compare(first.value, second.value, '');
}

function compare(one: unknown, other: unknown, pointer: string): readonly string[] {
  if (sameJson(one, other) || (isTime(one) && isTime(other))) return [];
  if (Array.isArray(one) && Array.isArray(other) && one.length === other.length) {
    return one.flatMap((item, index) => compare(item, other[index], `${pointer}/${index}`));
  }
  if (!isJsonObject(one) || !isJsonObject(other)) return [pointer];
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].flatMap((name) => compare(one[name], other[name], `${pointer}/${name}`));
}

/** A date with a time, or a count of seconds or milliseconds of these years. */
function isTime(value: unknown): boolean {
  if (typeof value === 'number') return (value > 1e9 && value < 1e10) || (value > 1e12 && value < 1e13);
  return value === null || (typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value));
}
