import type { CoreOptions } from './core-options.ts';
import { type CallMiddleware, runCallbacks } from './middleware.ts';
import { type Asked, prepareCall } from './prepare-call.ts';
import { type CallResult, readAnswer, withoutAnswer } from './read-answer.ts';

/** Makes the request, sends it through the middlewares and reads what comes back. */
export async function performCall(
  client: CoreOptions,
  registered: readonly CallMiddleware[],
  asked: Asked,
): Promise<CallResult> {
  const { middleware, params = {} } = asked.call;
  const { call, options } = prepareCall(client, asked);
  const around = middleware ? [...registered, ...middleware].filter(Boolean) : registered;
  let { request }: { request: Request } = call;
  let response: Response | undefined;
  let context = around.length > 0 && {
    request,
    schemaPath: asked.schemaPath,
    params,
    id: Math.random().toString(36).slice(2, 11),
    options: Object.freeze(options),
  };
  // Only what happens on the way may become a value: what a middleware throws is a mistake.
  const fail = (error: unknown): CallResult => {
    if (client.errors === 'value') return withoutAnswer(error);
    throw error;
  };
  if (context) {
    const passed = await runCallbacks(around, 'onRequest', context);
    if (passed instanceof Response) {
      response = passed;
      context = false;
    } else {
      request = passed;
      context = { ...context, request };
    }
  }
  try {
    response ??= await options.fetch(request, client.requestInitExt, call);
  } catch (error) {
    const left = context ? await runCallbacks(around.toReversed(), 'onError', { ...context, error }) : error;
    if (!(left instanceof Response)) return fail(left);
    response = left;
  }
  if (context) response = await runCallbacks(around.toReversed(), 'onResponse', { ...context, response });
  try {
    const { parseJson = JSON.parse } = client;
    return await readAnswer(request, response, { parseAs: options.parseAs, parseJson });
  } catch (error) {
    return fail(error);
  }
}
