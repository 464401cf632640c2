import type { CoreOptions } from './core-options.ts';
import { type CallMiddleware, type CallState, runCallbacks } from './middleware.ts';
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
  const { request, schemaPath } = call;
  const around = middleware ? [...registered, ...middleware].filter(Boolean) : registered;
  const state: CallState = { request, schemaPath, params, id: '', options };
  let isWatched = around.length > 0;
  if (isWatched) {
    state.id = Math.random().toString(36).slice(2, 11);
    Object.freeze(options);
    await runCallbacks(around, 'onRequest', state);
    isWatched = !state.response; // an answer in place of the request is final
  }
  // Only what happens on the way may become a value: what a middleware throws is a mistake.
  try {
    state.response ??= await options.fetch(state.request, client.requestInitExt, call);
  } catch (error) {
    state.error = error;
    await runCallbacks(around.toReversed(), 'onError', state);
  }
  if (isWatched && state.response) await runCallbacks(around.toReversed(), 'onResponse', state);
  try {
    const { request, response, error } = state;
    if (!response) throw error;
    const { parseJson = JSON.parse } = client;
    return await readAnswer(request, response, { parseAs: options.parseAs, parseJson });
  } catch (error) {
    if (client.errors === 'value') return withoutAnswer(error);
    throw error;
  }
}
