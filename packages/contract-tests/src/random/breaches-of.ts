import { observe } from '../check/observe.ts';
import { viewOf } from '../resources/view.ts';
import { type Exchange, isAccepted } from '../run/exchange-record.ts';
import type { Run } from '../run/run.ts';
import { type Reflection, reflectionsIn, ruleEchoes } from '../sequence/life-cycle/echo.ts';
import { violated } from '../verdict.ts';
import { type Breach, breachIn } from './breach.ts';
import { tellingNames } from './telling-names.ts';

/** Every promise that a request shows to be broken: by its answer alone, and by what came back of what it sent. */
export function breachesOf(run: Run, exchange: Exchange): readonly Breach[] {
  const isLegal = isAccepted(exchange) && !exchange.draft.flaw;
  const own = isLegal ? reflectionsIn([exchange]) : [];
  return [...observed(run, exchange), ...alteredIn(run, exchange, { written: exchange, reflections: own })];
}

function observed(run: Run, exchange: Exchange): readonly Breach[] {
  return observe(run.bench, exchange, run.settings.quota).flatMap((observation) => {
    if (observation.outcome !== 'broken') return [];
    const { kind, parts, expected, received } = observation;
    const verdict = violated({ expected, received, exchange: run.record(exchange) });
    return breachIn(run, { operation: exchange.draft.operation.id, kind, parts, verdict, exchange });
  });
}

export interface Echoes {
  /** What sent the values. */
  readonly written: Exchange;
  readonly reflections: readonly Reflection[];
}

/** What came back otherwise than it was sent. */
export function alteredIn(run: Run, shown: Exchange, { written, reflections }: Echoes): readonly Breach[] {
  const { operation } = written.draft;
  const telling = reflections.map((reflection) => ({
    ...reflection,
    names: tellingNames(run, operation, reflection.sent),
  }));
  const found: Breach[] = [];
  const rule: Run['ledger']['rule'] = (id, verdict) => {
    if (verdict.outcome !== 'violated') return;
    const { outcome: _, ...finding } = verdict;
    found.push({ id, operation: operation.id, finding, exchange: shown, before: [] });
  };
  const collecting: Run = { ...run, ledger: { ...run.ledger, rule } };
  const isTelling = telling.some(({ names }) => names.size > 0);
  if (isTelling) ruleEchoes(collecting, { operation, view: viewOf(run.model, operation) }, telling);
  return found;
}
