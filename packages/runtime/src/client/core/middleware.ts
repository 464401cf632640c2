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

/** What may come out of each callback. */
interface Passed {
  onRequest: Request | Response;
  onResponse: Response;
  onError: unknown;
}

/** What each callback is handed of the context. */
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
 * @returns what the middlewares left of it
 */
export async function runCallbacks<Name extends keyof Passed>(
  middlewares: readonly CallMiddleware[],
  callback: Name,
  context: Parameters<NonNullable<CallMiddleware[Name]>>[0],
): Promise<Passed[Name]> {
  const type = { onRequest: Request, onResponse: Response, onError: Error }[callback];
  const name = handed[callback];
  let current: unknown = Reflect.get(context, name);
  for (const middleware of middlewares) {
    // Safe: the same context, with another request, answer or error.
    const result = await middleware[callback]?.({ ...context, [name]: current } as never);
    if (!result) continue;
    const isAnswer = result instanceof Response;
    if (!isAnswer && !(result instanceof type)) throw new TypeError(`${callback} returned no ${type.name}`);
    current = result;
    if (isAnswer && type !== Response) break;
  }
  return current as Passed[Name]; // checked just above
}
