import type { Server } from '@plumbline/runtime/server';
import type { Logger } from 'pino';

export interface LoggedServer {
  fetch(request: Request): Promise<Response>;
  /** Resolves when no request is being answered. */
  whenIdle(): Promise<void>;
}

/** One line for each request: never its headers, query or body, which may hold secrets. */
export function logRequests(server: Server, logger: Logger): LoggedServer {
  const running = new Set<Promise<Response>>();

  const serve = async (request: Request): Promise<Response> => {
    const startedAt = performance.now();
    const response = await server.fetch(request);
    const level = response.status >= 500 ? 'error' : 'info';
    logger[level]({
      requestId: response.headers.get('x-request-id'),
      method: request.method,
      path: new URL(request.url).pathname,
      status: response.status,
      durationMs: Math.round((performance.now() - startedAt) * 10) / 10,
    });
    return response;
  };

  return {
    async fetch(request) {
      const answer = serve(request);
      running.add(answer);
      try {
        return await answer;
      } finally {
        running.delete(answer);
      }
    },
    async whenIdle() {
      while (running.size > 0) await Promise.allSettled(running);
    },
  };
}
