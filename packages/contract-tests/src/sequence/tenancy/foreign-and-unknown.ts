import { obligationId } from '../../obligation.ts';
import type { ForeignId } from '../../plan/tenancy.ts';
import type { Exchange } from '../../run/exchange-record.ts';
import { describeAnswer, problemType, type Run } from '../../run/run.ts';
import { unproven, type Verdict, violated } from '../../verdict.ts';

/** An answer that tells another tenant's id from one that was never issued tells that the thing exists. */
export function judgeUniform(run: Run, { parameter }: ForeignId, foreign: Exchange | undefined): Verdict {
  if (!foreign) return unproven('blocked-by', 'no id of another tenant was sent');
  const { operation } = foreign.draft;
  const unknown = run.probed.get(obligationId(operation.id, 'L.unknown', parameter));
  if (!unknown?.answer || !foreign.answer)
    return unproven('not-seen', 'no id that was never issued was sent');
  const isSame =
    unknown.answer.status === foreign.answer.status && problemType(unknown) === problemType(foreign);
  if (isSame) return run.provedBy(foreign, unknown);
  return violated({
    expected: `the answer to a \`${parameter}\` that was never issued: ${describeAnswer(unknown)}`,
    received: describeAnswer(foreign),
    exchange: run.record(foreign),
  });
}
