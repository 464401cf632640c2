import { say } from '../terminal.ts';

type Handler = (request: Request) => Promise<Response>;

/** Prints a line for each request: what was asked, what was answered, and how long it took. */
export function withRequestLog(handler: Handler): Handler {
  return async (request) => {
    const started = performance.now();
    const response = await handler(request);
    const { pathname, search } = new URL(request.url);
    const duration = (performance.now() - started).toFixed(0);
    say(`${request.method} ${pathname}${search} ${response.status} ${duration} ms`);
    return response;
  };
}
