import { observe } from '../check/observe.ts';
import { obligationId } from '../obligation.ts';
import type { Exchange } from '../run/exchange-record.ts';
import type { Run } from '../run/run.ts';
import type { Finding } from '../verdict.ts';

/** A promise that an exchange breaks. */
export interface Breach {
  readonly id: string;
  readonly finding: Finding;
}

/** The promises of the run that an exchange breaks by itself. */
export function brokenBy(run: Run, exchange: Exchange): readonly Breach[] {
  return observe(run.bench, exchange, run.settings.quota).flatMap((observation) => {
    if (observation.outcome !== 'broken') return [];
    const { kind, parts, expected, received } = observation;
    const id = obligationId(exchange.draft.operation.id, kind, ...parts);
    return run.ledger.has(id)
      ? [{ id, finding: { expected, received, exchange: run.record(exchange) } }]
      : [];
  });
}
