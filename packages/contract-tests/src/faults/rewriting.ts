import type { Call } from './call.ts';
import type { Breach, FaultSetup, Inject } from './fault-operator.ts';
import { type CallAnswer, type CallRequest, isSuccess } from './message.ts';

/** An answer of the operation and the call that it answers. */
export interface Answered {
  readonly call: Call;
  readonly answer: CallAnswer;
}

/** What stands in the place of an answer; the breach is `answer` unless it says otherwise. */
export interface Rewritten {
  readonly answer: CallAnswer;
  readonly breach?: Breach;
}

/** A fault that rewrites answers of its operation; undefined leaves one as it is. */
export function onAnswer(
  { operation }: Pick<FaultSetup, 'operation'>,
  rewrite: (answered: Answered) => Rewritten | undefined | Promise<Rewritten | undefined>,
): Inject {
  return async (call) => {
    const answer = await call.forward();
    if (call.operation !== operation || answer.stream) return { answer };
    const rewritten = await rewrite({ call, answer });
    return rewritten ? { breach: 'answer', ...rewritten } : { answer };
  };
}

/** A fault that sends another request than the caller; it has come about when that is accepted. */
export function onRequest(
  { operation }: Pick<FaultSetup, 'operation'>,
  rewrite: (call: Call) => CallRequest | undefined,
  breach: Breach = 'request',
): Inject {
  return async (call) => {
    const request = call.operation === operation ? rewrite(call) : undefined;
    if (!request) return { answer: await call.forward() };
    const answer = await call.forward(request);
    return isSuccess(answer) ? { answer, breach } : { answer };
  };
}

/** An outcome that the operator has found to be wrong by comparison. */
export const because = (answer: CallAnswer, reason: string): Rewritten & { readonly breach: Breach } => ({
  answer,
  breach: { because: reason },
});
