import type { Phase } from '../exchange.ts';
import type { Run } from '../run/run.ts';

/**
 * The run for requests that chance made: its exchanges tell so. What they do not show says nothing, so that reasons
 * which the planned requests gave stay.
 */
export function searchRun(run: Run, phase: Phase): Run {
  const { ledger } = run;
  return {
    ...run,
    send: (draft) => run.send({ ...draft, phase }),
    ledger: {
      ...ledger,
      rule: (id, verdict) => {
        if (verdict.outcome !== 'unproven') ledger.rule(id, verdict);
      },
    },
  };
}
