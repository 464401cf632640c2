import { obligationId } from '../../obligation.ts';
import { foreignFilters, foreignIds, foreignReferences } from '../../plan/tenancy.ts';
import type { Exchange } from '../../run/exchange-record.ts';
import type { Run } from '../../run/run.ts';
import { unproven, type Verdict } from '../../verdict.ts';
import { judgeUniform } from './foreign-and-unknown.ts';
import { judgeForeignFilter } from './foreign-filter.ts';
import { judgeForeignId } from './foreign-id.ts';
import { judgeForeignItems } from './foreign-items.ts';
import { judgeForeignReference } from './foreign-reference.ts';

/** Sends the accepted request with ids of another tenant, and looks for that tenant's things in lists. */
export async function proveTenancy(run: Run, accepted: Exchange): Promise<void> {
  const { operation } = accepted.draft;
  const { model, map, ledger, abroad } = run;
  for (const foreign of foreignIds({ model, map, operation })) {
    if (!ledger.has(foreign.obligation)) continue;
    const uniform = obligationId(operation.id, 'T.uniform', foreign.parameter);
    const judged = abroad
      ? await judgeForeignId({ run, abroad, accepted }, foreign)
      : { verdict: nobodyElse, exchange: undefined };
    ledger.rule(foreign.obligation, judged.verdict);
    ledger.rule(uniform, judgeUniform(run, foreign, judged.exchange));
  }
  for (const reference of foreignReferences({ model, map, operation })) {
    if (!ledger.isOpen(reference.obligation)) continue;
    const verdict = abroad ? await judgeForeignReference({ run, abroad, accepted }, reference) : nobodyElse;
    ledger.rule(reference.obligation, verdict);
  }
  for (const filter of foreignFilters({ model, map, operation })) {
    if (!ledger.isOpen(filter.obligation)) continue;
    const verdict = abroad ? await judgeForeignFilter({ run, abroad, accepted }, filter) : nobodyElse;
    ledger.rule(filter.obligation, verdict);
  }
  const list = obligationId(operation.id, 'T.list');
  if (ledger.has(list)) {
    ledger.rule(list, abroad ? await judgeForeignItems({ run, abroad, accepted }) : nobodyElse);
  }
}

const nobodyElse: Verdict = unproven('needs-second-tenant');
