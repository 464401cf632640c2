import type { Operation } from '@plumbline/openapi';
import { matchesStatus } from '../../check/status.ts';
import { type ObligationKind, obligationId } from '../../obligation.ts';
import type { Draft } from '../../request/draft.ts';
import { childOf } from '../../resources/child-views.ts';
import { type Exchange, isAccepted } from '../../run/exchange-record.ts';
import { describeAnswer, type Run } from '../../run/run.ts';
import { unproven, type Verdict, violated } from '../../verdict.ts';
import { judgeNeighbours, lookAgain } from './neighbours.ts';
import { pathIds, readAt } from './sight.ts';
import type { Watched } from './watched.ts';

/** Looks for what was deleted: under its id, in its list, below it, and by deleting it again. */
export async function proveDeleted(run: Run, deleted: Exchange, { still, around }: Watched): Promise<void> {
  const { draft } = deleted;
  const { operation } = draft;
  const rule = (kind: ObligationKind, verdict: Verdict) =>
    run.ledger.rule(obligationId(operation.id, kind), verdict);
  const read = run.map.readOfItem(operation);
  const gone = still && read && (await readAt(run, read, pathIds(run, draft)));
  if (gone) rule('L.delete-get', judgeGone(run, gone, operation));
  const after = around && (await lookAgain(run, draft));
  if (around) {
    rule('L.isolated', judgeNeighbours(run, around, after));
    rule(
      'L.delete-list',
      judgeUnlisted(run, { id: around.id, before: around.listing, after: after?.listing }),
    );
  }
  const below = obligationId(operation.id, 'L.parent', 'below');
  if (run.ledger.has(below)) run.ledger.rule(below, await judgeChildren(run, draft));
  if (run.ledger.has(obligationId(operation.id, 'L.idem-method')))
    rule('L.idem-method', await judgeSecond(run, deleted));
}

function judgeGone(run: Run, exchange: Exchange, { id, behaviours }: Operation): Verdict {
  const gone = behaviours.resource?.gone ?? '404';
  if (exchange.answer && matchesStatus(exchange.answer.status, [gone, '404', '410']))
    return run.provedBy(exchange);
  if (!isAccepted(exchange)) return unproven('other-refusal', describeAnswer(exchange));
  return violated({
    expected: `what ${id} deleted to be gone`,
    received: describeAnswer(exchange),
    exchange: run.record(exchange),
  });
}

interface Lists {
  readonly id: string;
  readonly before: NonNullable<Watched['around']>['listing'];
  readonly after: NonNullable<Watched['around']>['listing'] | undefined;
}

/** It was on the page before; where the page is not whole it may have moved to another one. */
function judgeUnlisted(run: Run, { id, before, after }: Lists): Verdict {
  if (!before.items.has(id)) return unproven('not-seen', 'it was not on the first page before');
  if (!after) return unproven('not-seen', 'the list could not be read again');
  if (!after.items.has(id)) {
    return after.isWhole
      ? run.provedBy(before.exchange, after.exchange)
      : unproven('needs-budget', 'the list is long');
  }
  return violated({
    expected: `${id}, which was deleted, not to be in the list`,
    received: 'it in the list',
    exchange: run.record(after.exchange),
  });
}

/** What lay below it was there before, when its own operation was tested. */
async function judgeChildren(run: Run, draft: Draft): Promise<Verdict> {
  const child = childOf(run.model, draft.operation);
  const exchange = child && (await readAt(run, child, pathIds(run, draft)));
  if (!exchange) return unproven('needs-credentials');
  if (exchange.answer && matchesStatus(exchange.answer.status, ['404', '410'])) return run.provedBy(exchange);
  if (!isAccepted(exchange)) return unproven('other-refusal', describeAnswer(exchange));
  return violated({
    expected: `what ${child.id} shows to be gone with what was deleted`,
    received: describeAnswer(exchange),
    exchange: run.record(exchange),
  });
}

/** A second DELETE finds nothing, or says the same again (RFC 9110, section 9.2.2); it never fails. */
async function judgeSecond(run: Run, deleted: Exchange): Promise<Verdict> {
  const { draft, answer } = deleted;
  const flaw = { description: 'for what was deleted', refusals: ['404', '410'], breaches: [] };
  const second = await run.send({ ...draft, key: draft.key === 'none' ? 'none' : 'fresh', flaw });
  const status = second.answer?.status ?? 0;
  const gone = draft.operation.behaviours.resource?.gone ?? '404';
  const isRight = matchesStatus(status, [gone, '404', '410', '204', String(answer?.status)]);
  if (isRight) return run.provedBy(deleted, second);
  if (status < 500) return unproven('other-refusal', describeAnswer(second));
  return violated({
    expected: 'a second DELETE to find nothing, or to say the same again',
    received: describeAnswer(second),
    exchange: run.record(second),
  });
}
