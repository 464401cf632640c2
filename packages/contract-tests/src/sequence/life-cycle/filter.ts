import { obligationId } from '../../obligation.ts';
import { dereference } from '../../plan/constraints.ts';
import { type Filter, filtersOf } from '../../plan/filters.ts';
import { withValue } from '../../request/draft.ts';
import { type Exchange, isAccepted } from '../../run/exchange-record.ts';
import { describeAnswer, type Run } from '../../run/run.ts';

import { unproven, type Verdict, violated } from '../../verdict.ts';
import { type ListedItems, wholeList } from './whole-list.ts';

/** Filters a list by values that its items have, each by one that not all of them have. */
export async function proveFilters(run: Run, { draft }: Exchange): Promise<void> {
  const { operation } = draft;
  const wanted = filtersOf(operation, run.bench.definitions).filter(({ property }) =>
    run.ledger.has(obligationId(operation.id, 'L.filter', property)),
  );
  const whole = wanted.length > 0 ? await wholeList(run, draft) : undefined;
  for (const filter of wanted) {
    const id = obligationId(operation.id, 'L.filter', filter.property);
    run.ledger.rule(
      id,
      whole ? await judge(run, filter, whole) : unproven('not-seen', 'the list could not be read'),
    );
  }
}

async function judge(run: Run, filter: Filter, whole: ListedItems): Promise<Verdict> {
  const { property } = filter;
  const values = whole.items.map((item) => item[property]).filter(isSendable);
  const value = values.find((candidate) => values.some((other) => other !== candidate)) ?? values[0];
  if (value === undefined) return unproven('needs-items', `no item has \`${property}\``);
  const matching = await ask(run, filter, { whole, value });
  if (matching.kind === 'verdict') return matching.verdict;
  if (matching.items === 0)
    return breach(
      run,
      matching.exchange,
      `the items with \`${property}\` ${value}, as in the list without a filter`,
      'none',
    );
  if (values.some((other) => other !== value)) return run.provedBy(whole.exchange, matching.exchange);
  // All are alike: a value that none of them has keeps none.
  const absent = otherMember(run, filter, value);
  if (absent === undefined) return unproven('needs-items', `all items have the same \`${property}\``);
  const empty = await ask(run, filter, { whole, value: absent });
  return empty.kind === 'verdict' ? empty.verdict : run.provedBy(matching.exchange, empty.exchange);
}

interface Asked {
  readonly whole: ListedItems;
  readonly value: string | number | boolean;
}

/** Asks for the items with a value; a verdict where that alone settles it. */
async function ask(run: Run, { parameter, property }: Filter, { whole, value }: Asked) {
  const exchange = await run.send(withValue(whole.draft, parameter, value));
  const settled = (verdict: Verdict) => ({ kind: 'verdict', verdict }) as const;
  if (!isAccepted(exchange)) return settled(unproven('other-refusal', describeAnswer(exchange)));
  const items = whole.readItems(exchange);
  if (!items) return settled(unproven('not-seen', 'the answer holds no list'));
  const other = items.find((item) => item[property] !== value);
  return other
    ? settled(
        breach(
          run,
          exchange,
          `only items with \`${property}\` ${value}`,
          `one with ${String(other[property])}`,
        ),
      )
    : ({ kind: 'kept', items: items.length, exchange } as const);
}

function otherMember(
  { bench }: Run,
  { parameter }: Filter,
  value: unknown,
): string | number | boolean | undefined {
  const schema = dereference(parameter.schema, bench.definitions);
  if (typeof schema === 'boolean') return undefined;
  const members: readonly unknown[] = Array.isArray(schema.enum)
    ? schema.enum
    : schema.type === 'boolean'
      ? [true, false]
      : [];
  return members.filter(isSendable).find((member) => member !== value);
}

const isSendable = (value: unknown): value is string | number | boolean =>
  ['string', 'number', 'boolean'].includes(typeof value);

const breach = (run: Run, exchange: Exchange, expected: string, received: string): Verdict =>
  violated({ expected, received, exchange: run.record(exchange) });
