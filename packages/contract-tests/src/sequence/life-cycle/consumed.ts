import type { Operation } from '@plumbline/openapi';
import { matchesStatus } from '../../check/status.ts';
import { type ObligationKind, obligationId } from '../../obligation.ts';
import { needsCredentials } from '../../plan/access.ts';
import { unescapeToken } from '../../plan/constraints.ts';
import type { Draft } from '../../request/draft.ts';
import { isAction, viewOf } from '../../resources/view.ts';
import { type Exchange, isAccepted } from '../../run/exchange-record.ts';
import { describeAnswer, type Run } from '../../run/run.ts';
import { sameJson } from '../../values/json.ts';
import { unproven, type Verdict, violated } from '../../verdict.ts';
import { proveAction } from './action.ts';
import { proveDeleted } from './deleted.ts';
import { brief } from './echo.ts';
import { lookAround } from './neighbours.ts';
import { objectIn, pathIds, readAt, type Sight, see } from './sight.ts';
import type { Watched } from './watched.ts';

const watched = ['L.nofx', 'L.delete-get', 'L.action', 'L.isolated', 'L.delete-list', 'L.parent'] as const;

const isWanted = ({ ledger }: Run, { operation }: Draft, kinds: readonly ObligationKind[]): boolean =>
  kinds.some((kind) => ledger.hasKind(operation.id, kind));

/** Looks before the first flawed request. */
export async function watchFirst(run: Run, draft: Draft): Promise<Sight | undefined> {
  return isWanted(run, draft, ['L.nofx']) ? see(run, draft) : undefined;
}

/** Looks again after the last flawed request: what those who may not asked for has not happened. */
export async function watchAgain(run: Run, draft: Draft, before: Sight | undefined): Promise<Watched> {
  const view = viewOf(run.model, draft.operation);
  const exchange =
    view && isWanted(run, draft, watched) ? await readAt(run, view, pathIds(run, draft)) : undefined;
  const value = exchange && isAccepted(exchange) ? objectIn(exchange) : undefined;
  const still = exchange && value && { exchange, value };
  const breach = before && exchange && findEffect(run, draft, { before, exchange, still });
  if (breach) run.ledger.rule(obligationId(draft.operation.id, 'L.nofx'), breach);
  return { before, still, around: await lookAround(run, draft) };
}

interface Again {
  readonly before: Sight;
  readonly exchange: Exchange;
  readonly still: Sight | undefined;
}

function findEffect(run: Run, { operation }: Draft, { before, exchange, still }: Again): Verdict | undefined {
  const breach = (expected: string, received: string) =>
    violated({ expected, received, exchange: run.record(exchange) });
  const after = 'after requests that were refused';
  if (matchesStatus(exchange.answer?.status ?? 0, ['404', '410'])) {
    return breach(`what it works on to be there ${after}`, describeAnswer(exchange));
  }
  const { set } = operation.behaviours.resource ?? { set: {} };
  const names = Object.keys(set).map((pointer) => unescapeToken(pointer.split('/')[1] ?? ''));
  const changed = still && names.find((name) => !sameJson(before.value[name], still.value[name]));
  return changed === undefined
    ? undefined
    : breach(`\`${changed}\` to stay ${brief(before.value[changed])} ${after}`, brief(still?.value[changed]));
}

/** What the accepted request did to what was watched. */
export async function proveConsumed(run: Run, accepted: Exchange, seen: Watched): Promise<void> {
  const { operation } = accepted.draft;
  run.ledger.rule(obligationId(operation.id, 'L.nofx'), judgeRefusals(run, operation, seen));
  if (isAction(operation)) await proveAction(run, accepted, seen);
  else if (operation.method === 'DELETE') await proveDeleted(run, accepted, seen);
}

/** The request is accepted now from whoever may send it, so that it was refused for the caller alone. */
function judgeRefusals(run: Run, operation: Operation, { before, still }: Watched): Verdict {
  if (!needsCredentials(operation)) return unproven('vague', 'no request for the same thing was refused');
  if (!before || !still) return unproven('not-seen', 'what it works on could not be read');
  return run.provedBy(before.exchange, still.exchange);
}
