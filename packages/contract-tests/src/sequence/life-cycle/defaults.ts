import { obligationId } from '../../obligation.ts';
import { defaultedProperties } from '../../plan/defaults.ts';
import type { Exchange } from '../../run/exchange-record.ts';
import type { Run } from '../../run/run.ts';
import { unproven, type Verdict, violated } from '../../verdict.ts';
import { brief, likenessOf, reflectionsIn } from './echo.ts';

/** What was left out shows with its declared default in the answer to the write. */
export function ruleDefaults(run: Run, accepted: readonly Exchange[]): void {
  const [first] = accepted;
  if (!first) return;
  const { operation } = first.draft;
  for (const property of defaultedProperties(operation, run.bench.definitions)) {
    const id = obligationId(operation.id, 'Q.default', property.name);
    if (run.ledger.has(id)) run.ledger.rule(id, judge(run, property, accepted));
  }
}

function judge(
  run: Run,
  property: ReturnType<typeof defaultedProperties>[number],
  accepted: readonly Exchange[],
): Verdict {
  const { name, value } = property;
  const without = reflectionsIn(accepted)
    .filter(({ sent, shown }) => !Object.hasOwn(sent, name) && Object.hasOwn(shown.value, name))
    .map((reflection) => ({ ...reflection, sent: { [name]: value } }));
  const other = without.find((reflection) => likenessOf(run, property, reflection) === 'different');
  const [kept] = without;
  if (!kept) return unproven('not-seen', 'no accepted request left it out');
  if (!other) return run.provedBy(kept.shown.exchange);
  return violated({
    expected: `\`${name}\` to be ${brief(value)}, its default, where a request leaves it out`,
    received: brief(other.shown.value[name]),
    exchange: run.record(other.shown.exchange),
  });
}
