import { matchesStatus } from '../../check/status.ts';
import { withValue } from '../../request/draft.ts';
import { describeAnswer } from '../../run/run.ts';
import { unproven, type Verdict, violated } from '../../verdict.ts';
import { type ListProver, queryParameter } from './list-prover.ts';

/** A cursor that was never issued, in a request that is accepted without it. */
export async function judgeBadCursor({ run, draft, pagination }: ListProver): Promise<Verdict> {
  const parameter = queryParameter(draft.operation, pagination.cursor);
  const { invalidCursor } = pagination;
  if (!parameter) return unproven('unsupported', 'the cursor is no query parameter');
  if (invalidCursor === 'unspecified') return unproven('unspecified');
  const flaw = {
    description: 'with an invented cursor',
    refusals: [invalidCursor],
    breaches: ['2XX', '5XX'],
  };
  const exchange = await run.send({ ...withValue(draft, parameter, 'invented-cursor'), flaw });
  const status = exchange.answer?.status ?? 0;
  if (matchesStatus(status, [invalidCursor])) return run.provedBy(exchange);
  if (!matchesStatus(status, flaw.breaches)) return unproven('other-refusal', describeAnswer(exchange));
  return violated({
    expected: `an invented cursor to be refused with ${invalidCursor}`,
    received: describeAnswer(exchange),
    exchange: run.record(exchange),
  });
}
