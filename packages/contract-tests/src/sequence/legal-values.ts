import { matchesStatus } from '../check/status.ts';
import { obligationId } from '../obligation.ts';
import { legalBounds } from '../plan/parameter-values.ts';
import { parameterKey, sentParameters } from '../plan/requests.ts';
import { withValue } from '../request/draft.ts';
import { type Exchange, isAccepted } from '../run/exchange-record.ts';
import { inParallel } from '../run/parallel.ts';
import { describeAnswer, type Run } from '../run/run.ts';
import { unproven, type Verdict, violated } from '../verdict.ts';

/** Sends each legal value at the edge of what a parameter allows, in a request that was accepted without it. */
export async function proveLegalValues(run: Run, { draft }: Exchange): Promise<void> {
  const { operation } = draft;
  const edges = sentParameters(operation).flatMap((parameter) =>
    legalBounds(parameter, run.bench.definitions).map((value) => ({
      id: obligationId(operation.id, 'Q.accept', parameterKey(parameter), JSON.stringify(value)),
      draft: withValue(draft, parameter, value),
    })),
  );
  const wanted = edges.filter(({ id }) => run.ledger.has(id));
  await inParallel(wanted, run.settings.concurrency, async (edge) => {
    run.ledger.rule(edge.id, judge(run, await run.send(edge.draft)));
  });
}

function judge(run: Run, exchange: Exchange): Verdict {
  if (isAccepted(exchange)) return run.provedBy(exchange);
  const isCalledInvalid = exchange.answer && matchesStatus(exchange.answer.status, ['400', '422']);
  if (!isCalledInvalid) return unproven('other-refusal', describeAnswer(exchange));
  return violated({
    expected: 'a request with a legal value to be accepted, as it was without',
    received: describeAnswer(exchange),
    exchange: run.record(exchange),
  });
}
