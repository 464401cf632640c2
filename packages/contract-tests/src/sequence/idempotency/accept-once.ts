import type { Draft } from '../../request/draft.ts';
import type { Acceptance } from '../../run/accept.ts';
import type { Run } from '../../run/run.ts';
import { unproven } from '../../verdict.ts';
import { newKey } from './key-prover.ts';
import { blamePriorUse, isExecuted, type Primed, prime } from './prior-uses.ts';
import { isKeyed } from './prove-idempotency.ts';

export interface AcceptedOnce {
  readonly acceptance: Acceptance;
  /** The earlier uses of the key under which the request was accepted. */
  readonly primed?: Primed;
}

/** Uses a key for what must leave it free. Whether it did, the request shows that is sent under it then. */
export async function primeOnce(run: Run, draft: Draft): Promise<Primed> {
  return isKeyed(run, draft) ? prime(run, draft) : { draft, uses: [] };
}

/** What can be done only once is done under a key with a past; under a new one where that key is taken. */
export async function acceptPrimed(
  run: Run,
  primed: Primed,
  accept: (draft: Draft) => Promise<Acceptance>,
): Promise<AcceptedOnce> {
  const { draft } = primed;
  const acceptance = await accept(draft);
  if (!isKeyed(run, draft)) return { acceptance };
  const [answered] = [...acceptance.accepted, ...acceptance.refused];
  if (!answered || isExecuted(run, primed, answered)) return { acceptance, primed };
  const again = await accept({ ...draft, key: newKey(run, draft, 'once') });
  if (again.accepted.length > 0) blame(run, primed, answered);
  return { acceptance: again };
}

/** The earlier use whose answer came again, or the only one. */
function blame(run: Run, { uses }: Primed, answered: Parameters<typeof blamePriorUse>[2]): void {
  const used = uses.filter(({ exchange }) => exchange !== undefined);
  const told = used.filter(({ exchange }) => exchange?.answer?.status === answered.answer?.status);
  const [guilty] = used.length === 1 ? used : told;
  for (const use of used) {
    if (use === guilty && (used.length === 1 || told.length === 1)) blamePriorUse(run, use, answered);
    else run.ledger.rule(use.id, unproven('blocked-by', 'the key was taken by one of its earlier uses'));
  }
}
