import type { CoreOptions } from './core-options.ts';
import { type CallMiddleware, runOnError, runOnRequest, runOnResponse } from './middleware.ts';
import { type Asked, prepareCall } from './prepare-call.ts';
import { type CallResult, readAnswer, withoutAnswer } from './read-answer.ts';

/** Makes the request, sends it through the middlewares and reads what comes back. */
export async function performCall(
  client: CoreOptions,
  registered: readonly CallMiddleware[],
  asked: Asked,
): Promise<CallResult> {
  const { parseAs = 'json', middleware, params = {} } = asked.call;
  const { call, serializers, send } = prepareCall(client, asked);
  const around = middleware ? [...registered, ...middleware].filter(Boolean) : registered;
  const context = around.length > 0 && {
    request: call.request,
    schemaPath: asked.schemaPath,
    params,
    id: Math.random().toString(36).slice(2, 11),
    options: Object.freeze({ ...serializers, fetch: send, parseAs }),
  };
  let { request } = call;
  let response: Response | undefined;
  // What middlewares throw is no failure of the connection.
  let isOnTheWay = false;
  try {
    if (context) ({ request, response } = await runOnRequest(around, context));
    if (!response) {
      const current = context && { ...context, request };
      const transmit = async () => send(request, client.requestInitExt, call);
      isOnTheWay = true;
      response = await (current
        ? transmit().catch((error) => runOnError(around, current, error))
        : send(request, client.requestInitExt, call));
      isOnTheWay = false;
      if (current) response = await runOnResponse(around, current, response);
    }
    isOnTheWay = true;
    return await readAnswer(request, response, { parseAs, parseJson: client.parseJson ?? JSON.parse });
  } catch (error) {
    if (isOnTheWay && client.errors === 'value') return withoutAnswer(error);
    throw error;
  }
}
