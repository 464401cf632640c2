import { type CallMiddleware, runOnError, runOnRequest, runOnResponse } from './middleware.ts';
import type { Transport } from './operation-call.ts';
import { type Asked, type ClientState, prepareCall } from './prepare-call.ts';
import { type CallResult, type Reading, readAnswer, withoutAnswer } from './read-answer.ts';

/** Makes the request, sends it through the middlewares and reads what comes back. */
export async function performCall(
  state: ClientState,
  middlewares: readonly CallMiddleware[],
  asked: Asked,
): Promise<CallResult> {
  const { options } = state;
  const { fetch, parseAs = 'json', middleware = [], params = {} } = asked.call;
  const { call, serializers } = prepareCall(state, asked);
  const send = fetch ?? options.fetch ?? (globalThis.fetch as Transport); // which ignores a third argument
  const around = [...middlewares, ...middleware].filter((one) => one && typeof one === 'object');
  const context = {
    request: call.request,
    schemaPath: asked.schemaPath,
    params,
    id: around.length > 0 ? Math.random().toString(36).slice(2, 11) : '', // only middlewares see it
    options: Object.freeze({ ...serializers, fetch: send, parseAs }),
  };
  const reading: Reading = { parseAs, parseJson: options.parseJson ?? JSON.parse };
  const settle = (error: unknown): CallResult => {
    if (options.errors === 'value') return withoutAnswer(error);
    throw error;
  };

  const sent = await runOnRequest(around, context);
  if ('response' in sent) return readAnswer(sent.request, sent.response, reading).catch(settle);
  const current = { ...context, request: sent };
  const transmit = async () => send(sent, options.requestInitExt, call);
  const answered = await transmit()
    .catch((error) => runOnError(around, current, error))
    .catch(settle);
  if ('mediaType' in answered) return answered;
  const response = await runOnResponse(around, current, answered);
  return readAnswer(sent, response, reading).catch(settle);
}
