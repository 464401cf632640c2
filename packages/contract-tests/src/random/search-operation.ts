import type { Operation } from '@plumbline/openapi';
import { asyncProperty, check } from 'fast-check';
import type { ObligationKind } from '../obligation.ts';
import type { Draft } from '../request/draft.ts';
import { type Exchange, isAccepted } from '../run/exchange-record.ts';
import { effectOf } from '../run/operation-effect.ts';
import { prepare } from '../run/prepare.ts';
import { sendProbes } from '../run/refusals.ts';
import type { Run } from '../run/run.ts';
import { reduceFailures } from '../search/reduce-failures.ts';
import { isNever } from '../setup/never.ts';
import type { Allowance } from './allowance.ts';
import { breachesOf } from './breaches-of.ts';
import { Breaker } from './breaker.ts';
import { Hunt, type HuntContext } from './hunt.ts';
import { isVaried, RandomRequests } from './random-request.ts';
import { searchRun } from './search-run.ts';

/** What random requests can show. */
const kinds = ['R.5xx', 'R.undeclared', 'R.body', 'R.header', 'P.leak', 'Q.reject', 'L.echo'] as const;

/** Whether random requests of an operation can show something, do no lasting harm, and leave nothing behind. */
export function isSearched(run: Run, operation: Operation): boolean {
  const effect = effectOf(run.map, operation);
  const canTakeBack =
    effect !== 'creates' ||
    run.settings.destructive === true ||
    run.map.deleteOf(run.map.collectionOf(operation)) !== undefined;
  const isRepeatable = effect === 'reads' || effect === 'creates' || effect === 'changes';
  const isWanted = kinds.some((kind: ObligationKind) => run.ledger.hasKind(operation.id, kind));
  return isWanted && isRepeatable && canTakeBack && !isNever(run, operation);
}

/** Sends random requests: legal ones, and one of which one constraint is broken after each that was accepted. */
export async function searchOperation(
  plain: Run,
  operation: Operation,
  { requests, allowance }: { readonly requests: number; readonly allowance: Allowance },
): Promise<void> {
  const run = searchRun(plain, 'random');
  if (allowance.isSpent) return;
  const prepared = await prepare(run, operation);
  if (prepared.kind === 'blocked' || prepared.isGuess || !isVaried(run, prepared.draft)) return;
  const known = new Set(run.ledger.violationsOf(operation.id).map(({ obligation }) => obligation.id));
  const told = new Set(known);
  const search = { run, allowance, breaker: new Breaker(run, prepared.draft) };
  for (let round = 0, left = requests; left > 0; round += 1) {
    const hunt = new Hunt({ run, known: told, allowance, ...attempts(search) });
    const drafts = new RandomRequests(run, prepared.draft);
    const seed = run.bench.seed(`${operation.id}:random:${round}`) | 0;
    const details = await check(
      asyncProperty(drafts, (draft) => hunt.keeps(draft)),
      { seed, numRuns: left },
    );
    hunt.end();
    left = hunt.isEmpty ? 0 : left - details.numRuns;
  }
  await reduceFailures(run, operation, told);
}

interface Search {
  readonly run: Run;
  readonly allowance: Allowance;
  readonly breaker: Breaker;
}

function attempts(search: Search): Pick<HuntContext<Draft>, 'attempt' | 'onKept'> {
  const { run } = search;
  return {
    async attempt(draft) {
      const exchange = await run.send(draft);
      return { exchanges: [exchange], breaches: breachesOf(run, exchange) };
    },
    async onKept({ exchanges }) {
      for (const exchange of exchanges) await breakOne(search, exchange);
    },
  };
}

/** A refusal of the same request with one flaw proves more where the request itself was accepted. */
async function breakOne({ run, allowance, breaker }: Search, exchange: Exchange): Promise<void> {
  if (!isAccepted(exchange) || allowance.isSpent) return;
  if (!run.ledger.hasKind(exchange.draft.operation.id, 'Q.reject')) return;
  const flawed = breaker.break(exchange.draft);
  if (!flawed) return;
  const refusals = await sendProbes(run, [flawed]);
  refusals.settle(exchange);
}
