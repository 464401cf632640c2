import { viewOf } from '../resources/view.ts';
import { type Exchange, isAccepted } from '../run/exchange-record.ts';
import type { Run } from '../run/run.ts';
import { reflectionsIn, ruleEchoes } from '../sequence/life-cycle/echo.ts';
import { type Breach, brokenBy } from './broken-by.ts';

/** Every promise that a legal request shows to be broken: by its answer alone, and by what came back of what it sent. */
export function breachesOf(run: Run, exchange: Exchange): readonly Breach[] {
  return [...brokenBy(run, exchange), ...alteredIn(run, exchange)];
}

function alteredIn(run: Run, exchange: Exchange): readonly Breach[] {
  const { operation, body } = exchange.draft;
  if (!isAccepted(exchange) || body?.kind !== 'value' || !isPlain(JSON.stringify(body.value))) return [];
  const found: Breach[] = [];
  const collecting: Run = {
    ...run,
    ledger: {
      ...run.ledger,
      rule: (id, verdict) => {
        if (verdict.outcome === 'violated') found.push({ id, finding: verdict });
      },
    },
  };
  ruleEchoes(collecting, { operation, view: viewOf(run.model, operation) }, reflectionsIn([exchange]));
  return found;
}

/** What servers may rightly clean away: markup, line breaks, marks that nobody sees. */
const isPlain = (json: string): boolean => !/[<>&\p{C}]|\\[a-z]/u.test(json);
