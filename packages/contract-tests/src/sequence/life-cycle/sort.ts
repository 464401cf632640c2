import { obligationId } from '../../obligation.ts';
import { type Order, sortOf } from '../../plan/filters.ts';
import { withValue } from '../../request/draft.ts';
import { type Exchange, isAccepted } from '../../run/exchange-record.ts';
import { describeAnswer, type Run } from '../../run/run.ts';
import type { JsonObject } from '../../values/json.ts';
import { unproven, type Verdict, violated } from '../../verdict.ts';
import { wholeList } from './whole-list.ts';

/** Asks for a list in each order that is declared. */
export async function proveSort(run: Run, { draft }: Exchange): Promise<void> {
  const sort = sortOf(draft.operation, run.bench.definitions);
  for (const order of sort?.orders ?? []) {
    const id = obligationId(draft.operation.id, 'L.sort', order.value);
    if (!sort || !run.ledger.has(id)) continue;
    const list = await wholeList(run, withValue(draft, sort.parameter, order.value));
    run.ledger.rule(
      id,
      list ? judge(run, order, list) : unproven('not-seen', 'the list could not be read in this order'),
    );
  }
}

interface Sorted {
  readonly exchange: Exchange;
  readonly items: readonly JsonObject[];
}

function judge(run: Run, { property, isDescending }: Order, { exchange, items }: Sorted): Verdict {
  if (!isAccepted(exchange)) return unproven('other-refusal', describeAnswer(exchange));
  const keys = items.map((item) => sortKey(item[property])).filter((key) => key !== undefined);
  if (new Set(keys).size < 2) return unproven('needs-items', `all items have the same \`${property}\``);
  const steps = keys.slice(1).map((key, index) => compareKeys(keys[index], key));
  if (steps.includes('open')) return unproven('unspecified', 'how such texts are ordered is not said');
  const wrong = steps.indexOf(isDescending ? 'up' : 'down');
  if (wrong < 0) return run.provedBy(exchange);
  return violated({
    expected: `\`${property}\` in ${isDescending ? 'descending' : 'ascending'} order`,
    received: `${keys[wrong]} before ${keys[wrong + 1]}`,
    exchange: run.record(exchange),
  });
}

type Key = number | string;

/** Where what has no value is put is not said. */
function sortKey(value: unknown): Key | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return Number(value);
  if (typeof value !== 'string') return undefined;
  return /^\d{4}-\d\d-\d\dT/.test(value) ? Date.parse(value) : value;
}

type Step = 'up' | 'down' | 'same' | 'open';

function compareKeys(one: Key | undefined, other: Key): Step {
  if (one === undefined || one === other) return 'same';
  if (typeof one === 'number' && typeof other === 'number') return one < other ? 'up' : 'down';
  return compareTexts(String(one), String(other));
}

/** Collations agree on plain letters and digits; on case, marks and spaces they do not. */
function compareTexts(one: string, other: string): Step {
  const plain = (text: string) => text.toLowerCase();
  const [first, second] = [plain(one), plain(other)];
  const at = [...first].findIndex((character, index) => character !== second[index]);
  const differing = [first[at] ?? '', second[at] ?? ''];
  const isPlain =
    differing.every((character) => /^[a-z]$/.test(character)) ||
    differing.every((character) => /^\d$/.test(character));
  const before = first.slice(0, Math.max(0, at));
  if (at < 0 || !isPlain || !/^[a-z0-9]*$/.test(before)) return 'open';
  return first < second ? 'up' : 'down';
}
