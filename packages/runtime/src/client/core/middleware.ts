/** What is the same for all callbacks of one call. */
export interface CallbackContext {
  readonly request: Request;
  readonly schemaPath: string;
  readonly params: object;
  readonly id: string;
  readonly options: object;
}

/** Callbacks around every call, as the client runs them; the public types say which of them there must be. */
export interface CallMiddleware {
  onRequest?(context: CallbackContext): unknown;
  onResponse?(context: CallbackContext & { response: Response }): unknown;
  onError?(context: CallbackContext & { error: unknown }): unknown;
}

/** @returns the request to send, or the answer of a middleware that needs none to be sent */
export async function runOnRequest(
  middlewares: readonly CallMiddleware[],
  context: CallbackContext,
): Promise<{ request: Request; response?: Response }> {
  let { request } = context;
  for (const middleware of middlewares) {
    const result = await middleware.onRequest?.({ ...context, request });
    if (result instanceof Response) return { request, response: result };
    if (result) request = expectReturned('onRequest', result, Request);
  }
  return { request };
}

/** @returns the answer that replaces what was thrown; throws what the middlewares left of it */
export async function runOnError(
  middlewares: readonly CallMiddleware[],
  context: CallbackContext,
  thrown: unknown,
): Promise<Response> {
  let error = thrown;
  for (const middleware of middlewares.toReversed()) {
    const result = await middleware.onError?.({ ...context, error });
    if (result instanceof Response) return result;
    if (result) error = expectReturned('onError', result, Error);
  }
  throw error;
}

/** @returns the answer as the middlewares left it */
export async function runOnResponse(
  middlewares: readonly CallMiddleware[],
  context: CallbackContext,
  first: Response,
): Promise<Response> {
  let response = first;
  for (const middleware of middlewares.toReversed()) {
    const result = await middleware.onResponse?.({ ...context, response });
    if (result) response = expectReturned('onResponse', result, Response);
  }
  return response;
}

type Constructor<Instance> = abstract new (...args: never[]) => Instance;

function expectReturned<Instance>(callback: string, result: unknown, type: Constructor<Instance>): Instance {
  if (result instanceof type) return result;
  throw new TypeError(`${callback} returned no ${type.name}`);
}
