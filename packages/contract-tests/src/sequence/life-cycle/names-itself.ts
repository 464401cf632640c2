import { obligationId } from '../../obligation.ts';
import { type Exchange, isAccepted } from '../../run/exchange-record.ts';
import type { Run } from '../../run/run.ts';
import { violated } from '../../verdict.ts';
import { objectIn, pathIds } from './sight.ts';

/**
 * What is answered about a thing of the run names itself by the id that it was asked for under, where it did so when it
 * was made. A name of another kind, such as the name of a user in the place of a number, tells nothing.
 */
export function noteIdentity(run: Run, exchange: Exchange): void {
  const { operation, method, flaw } = exchange.draft;
  if (method === 'DELETE' || flaw || !operation.path.endsWith('}') || !isAccepted(exchange)) return;
  const place = run.map.idsOf(operation).at(-1);
  const id = pathIds(run, exchange.draft).at(-1) ?? '';
  const origin = run.origins.get(id);
  if (!origin || run.map.collectionOf(origin.draft.operation) !== place?.collection) return;
  const wrong = wrongName({ id, origin, shown: exchange });
  if (!wrong) return;
  const verdict = violated({
    expected: `\`${wrong.name}\` to be ${id}, the id in the path`,
    received: wrong.value,
    exchange: run.record(exchange),
  });
  if (method === 'GET') run.ledger.rule(obligationId(origin.draft.operation.id, 'L.create-get'), verdict);
  else run.ledger.rule(obligationId(operation.id, 'L.immutable'), verdict);
}

interface Named {
  readonly id: string;
  /** What made it. */
  readonly origin: Exchange;
  readonly shown: Exchange;
}

function wrongName({
  id,
  origin,
  shown,
}: Named): { readonly name: string; readonly value: string } | undefined {
  const value = objectIn(shown) ?? {};
  const names = Object.entries(objectIn(origin) ?? {}).flatMap(([name, own]) =>
    String(own) === id && value[name] !== undefined && value[name] !== null ? [name] : [],
  );
  const [name] = names.filter((candidate) => String(value[candidate]) !== id);
  return name === undefined ? undefined : { name, value: String(value[name]) };
}
