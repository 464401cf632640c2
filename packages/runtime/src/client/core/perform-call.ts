import type { CoreOptions } from './core-options.ts';
import { type CallMiddleware, runOnError, runOnRequest, runOnResponse } from './middleware.ts';
import { type Asked, prepareCall } from './prepare-call.ts';
import { type CallResult, type Reading, readAnswer, withoutAnswer } from './read-answer.ts';

/** Makes the request, sends it through the middlewares and reads what comes back. */
export async function performCall(
  client: CoreOptions,
  middlewares: readonly CallMiddleware[],
  asked: Asked,
): Promise<CallResult> {
  const { parseAs = 'json', middleware = [], params = {} } = asked.call;
  const { call, serializers, send } = prepareCall(client, asked);
  const around = [...middlewares, ...middleware].filter((one) => one && typeof one === 'object');
  const context = {
    request: call.request,
    schemaPath: asked.schemaPath,
    params,
    id: around.length > 0 ? Math.random().toString(36).slice(2, 11) : '', // only middlewares see it
    options: Object.freeze({ ...serializers, fetch: send, parseAs }),
  };
  const reading: Reading = { parseAs, parseJson: client.parseJson ?? JSON.parse };
  const settle = (error: unknown): CallResult => {
    if (client.errors === 'value') return withoutAnswer(error);
    throw error;
  };

  const { request, response: early } = await runOnRequest(around, context);
  if (early) return readAnswer(request, early, reading).catch(settle);
  const current = { ...context, request };
  const transmit = async () => send(request, client.requestInitExt, call);
  const answered = await transmit()
    .catch((error) => runOnError(around, current, error))
    .catch(settle);
  if ('mediaType' in answered) return answered;
  const response = await runOnResponse(around, current, answered);
  return readAnswer(request, response, reading).catch(settle);
}
