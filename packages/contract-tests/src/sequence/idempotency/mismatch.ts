import { matchesStatus } from '../../check/status.ts';
import { isAccepted } from '../../run/exchange-record.ts';
import { describeAnswer } from '../../run/run.ts';
import { unproven, type Verdict, violated } from '../../verdict.ts';
import { type KeyedRequest, withOtherBody } from './key-prover.ts';
import { isSameBody } from './replay.ts';

/** A used key with another body is refused as declared, or answered from store where that is declared. */
export async function judgeMismatch({ run, idempotency, first }: KeyedRequest): Promise<Verdict> {
  const { mismatch } = idempotency;
  if (mismatch === 'unspecified') return unproven('unspecified');
  const other = withOtherBody(run, first.draft);
  if (!other) return unproven('vague', 'no other good body is known');
  const description = 'with a used key and another body';
  if (mismatch === 'replay') {
    const exchange = await run.send({ ...other, key: first.draft.key });
    const isStored = exchange.answer && first.answer && isSameBody(exchange.answer, first.answer);
    if (isStored) return run.provedBy(first, exchange);
    if (!isAccepted(exchange)) return unproven('other-refusal', describeAnswer(exchange));
    return violated({
      expected: `a request ${description} to be answered from store`,
      received: 'another body',
      exchange: run.record(exchange),
    });
  }
  const flaw = { description, refusals: [mismatch], breaches: ['2XX'] };
  const exchange = await run.send({ ...other, key: first.draft.key, flaw });
  const status = exchange.answer?.status ?? 0;
  if (matchesStatus(status, [mismatch])) return run.provedBy(first, exchange);
  if (!matchesStatus(status, ['2XX', '400', '409', '422'])) {
    return unproven('other-refusal', describeAnswer(exchange));
  }
  return violated({
    expected: `a request ${description} to be refused with ${mismatch}`,
    received: describeAnswer(exchange),
    exchange: run.record(exchange),
  });
}
