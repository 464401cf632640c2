import type { SchemaObject } from '@plumbline/json-schema';
import { matchesStatus } from '../../check/status.ts';
import { obligationId } from '../../obligation.ts';
import { requestProperties } from '../../plan/body-properties.ts';
import { type Exchange, isAccepted } from '../../run/exchange-record.ts';
import { describeAnswer, type Run } from '../../run/run.ts';
import { sameJson } from '../../values/json.ts';
import { tryMake } from '../../values/make.ts';
import { unproven, type Verdict, violated } from '../../verdict.ts';
import { brief } from './echo.ts';
import type { Updated } from './judge-update.ts';
import { type Sight, see } from './sight.ts';

/** A server may refuse such a property, or leave it unread. */
const refusals = ['400', '403', '409', '422'];

/** Sends the change once more with each property that is for reading only: it is refused, or changes nothing. */
export async function proveReadOnly(run: Run, { change, after }: Updated): Promise<void> {
  const { draft, body } = change;
  for (const [name, schemas] of requestProperties(draft.operation, run.bench.definitions)) {
    const id = obligationId(draft.operation.id, 'Q.readonly', name);
    if (!run.ledger.has(id) || draft.body?.kind !== 'value') continue;
    const value = otherValue(run, { name, schemas, current: after.value[name] });
    if (value === undefined) {
      run.ledger.rule(id, unproven('vague', 'no other value of it can be made'));
      continue;
    }
    const flaw = { description: `with \`${name}\`, which is for reading only`, refusals, breaches: [] };
    const written = { ...draft, body: { ...draft.body, value: { ...body, [name]: value } }, flaw };
    const exchange = await run.send(written);
    const seen = isAccepted(exchange) ? await see(run, draft) : undefined;
    run.ledger.rule(id, judge(run, { name, value, exchange, seen }));
  }
}

interface Named {
  readonly name: string;
  readonly schemas: readonly SchemaObject[];
  readonly current: unknown;
}

function otherValue(run: Run, { name, schemas, current }: Named): unknown {
  const [schema] = schemas;
  if (!schema) return undefined;
  return ['one', 'two', 'three']
    .map((word) => tryMake(run.bench, { ...schema, readOnly: false }, `read only:${name}:${word}`)?.value)
    .find((value) => value !== undefined && !sameJson(value, current));
}

interface Written {
  readonly name: string;
  readonly value: unknown;
  readonly exchange: Exchange;
  readonly seen: Sight | undefined;
}

function judge(run: Run, { name, value, exchange, seen }: Written): Verdict {
  const status = exchange.answer?.status ?? 0;
  if (matchesStatus(status, refusals)) return run.provedBy(exchange);
  if (!seen) return unproven('other-refusal', describeAnswer(exchange));
  if (!sameJson(seen.value[name], value)) return run.provedBy(exchange, seen.exchange);
  return violated({
    expected: `\`${name}\`, which is for reading only, not to be written`,
    received: brief(seen.value[name]),
    exchange: run.record(seen.exchange),
  });
}
