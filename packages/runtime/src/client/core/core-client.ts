import type { CallOptions, CoreOptions } from './core-options.ts';
import { type CallMiddleware, checkMiddleware } from './middleware.ts';
import { performCall } from './perform-call.ts';
import type { CallResult } from './read-answer.ts';

type Call = (schemaPath: string, options?: CallOptions) => Promise<CallResult>;

export const methods = [
  'GET',
  'PUT',
  'POST',
  'DELETE',
  'OPTIONS',
  'HEAD',
  'PATCH',
  'TRACE',
  'QUERY',
] as const;

/** A client without the types of a description. */
export interface CoreClient extends Record<(typeof methods)[number], Call> {
  request(method: string, schemaPath: string, options?: CallOptions): Promise<CallResult>;
  use(...middleware: CallMiddleware[]): void;
  eject(...middleware: CallMiddleware[]): void;
}

export function createCoreClient(options: CoreOptions = {}): CoreClient {
  const middlewares: CallMiddleware[] = [];
  const request: CoreClient['request'] = (method, schemaPath, call = {}) =>
    performCall(options, middlewares, { method: method.toUpperCase(), schemaPath, call });
  const calls = methods.map((method): [string, Call] => [
    method,
    (schemaPath, call) => request(method, schemaPath, call),
  ]);
  return {
    // Safe: there is a call for each of the methods.
    ...(Object.fromEntries(calls) as Record<(typeof methods)[number], Call>),
    request,
    use: (...added) => middlewares.push(...added.filter(checkMiddleware)),
    eject(...removed) {
      for (const middleware of removed) {
        const index = middlewares.indexOf(middleware);
        if (index >= 0) middlewares.splice(index, 1);
      }
    },
  };
}
