import { obligationId } from '../../obligation.ts';
import { type QueryDefault, queryDefaultsOf } from '../../plan/query-defaults.ts';
import { withoutValue, withValue } from '../../request/draft.ts';
import { itemsOf } from '../../resources/item-id.ts';
import { type Exchange, isAccepted } from '../../run/exchange-record.ts';
import { describeAnswer, type Run } from '../../run/run.ts';
import { unproven, type Verdict, violated } from '../../verdict.ts';

/** A list without a parameter is the same as with the parameter's default, and not as with another value. */
export async function proveQueryDefaults(run: Run, { draft }: Exchange): Promise<void> {
  for (const defaulted of queryDefaultsOf(draft.operation, run.bench.definitions)) {
    const id = obligationId(draft.operation.id, 'Q.default', 'query', defaulted.parameter.name);
    if (run.ledger.has(id)) run.ledger.rule(id, await judge(run, draft, defaulted));
  }
}

async function judge(
  run: Run,
  draft: Exchange['draft'],
  { parameter, value, others }: QueryDefault,
): Promise<Verdict> {
  const without = await run.send(withoutValue(draft, parameter));
  const usual = await run.send(withValue(draft, parameter, value));
  if (!isAccepted(without) || !isAccepted(usual)) return unproven('other-refusal', describeAnswer(usual));
  for (const other of others) {
    const exchange = await run.send(withValue(draft, parameter, other));
    if (!isAccepted(exchange) || shown(exchange) === shown(usual)) continue;
    if (shown(without) === shown(usual)) return run.provedBy(without, usual, exchange);
    if (shown(without) !== shown(await run.send(withoutValue(draft, parameter))))
      return unproven('unsettled');
    return violated({
      expected: `a list without \`${parameter.name}\` to be as with ${JSON.stringify(value)}, its default`,
      received:
        shown(without) === shown(exchange) ? `the list as with ${JSON.stringify(other)}` : 'another list',
      exchange: run.record(without),
    });
  }
  return unproven('no-contrast', `every \`${parameter.name}\` gives the same list`);
}

const shown = ({ draft, answer }: Exchange): string =>
  JSON.stringify((answer && itemsOf(draft.operation, answer)) ?? answer?.text ?? '');
