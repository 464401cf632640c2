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

/** How far a call is, with what its middlewares left of it. */
export interface CallState extends CallbackContext {
  request: Request;
  id: string;
  response?: Response;
  error?: unknown;
}

/** What each callback may replace. */
const handed = { onRequest: 'request', onResponse: 'response', onError: 'error' } as const;

/** @throws {TypeError} for a middleware without callbacks */
export function checkMiddleware(middleware: CallMiddleware): boolean {
  const names = Object.keys(handed);
  if (middleware && !names.some((name) => name in middleware)) {
    throw new TypeError(`A middleware has one of ${names}`);
  }
  return Boolean(middleware);
}

/**
 * Hands the request, the answer or the error of a call from one middleware to the next, each of which may replace it.
 * An answer in place of a request or an error ends it.
 */
export async function runCallbacks(
  middlewares: readonly CallMiddleware[],
  callback: keyof CallMiddleware,
  state: CallState,
): Promise<void> {
  const type = { onRequest: Request, onResponse: Response, onError: Error }[callback];
  for (const middleware of middlewares) {
    // Safe: at each of the three, the state has what is handed there.
    const result = await middleware[callback]?.({ ...state } as never);
    if (!result) continue;
    const isAnswer = result instanceof Response;
    if (!isAnswer && !(result instanceof type)) throw new TypeError(`${callback} returned no ${type.name}`);
    Object.assign(state, { [isAnswer ? 'response' : handed[callback]]: result });
    if (isAnswer && type !== Response) return;
  }
}
