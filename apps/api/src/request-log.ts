import type { Server } from '@plumbline/runtime/server';
import type { Logger } from 'pino';

export interface LoggedServer extends Server {
  /** Resolves when no request is being answered. */
  whenIdle(): Promise<void>;
}

/** What a line of the log says of a request. */
interface Entry {
  readonly requestId: unknown;
  readonly method: string;
  /** Without the query. */
  readonly path: string | undefined;
  readonly status: number;
}

/** One line for each request: never its headers, query or body, which may hold secrets. */
export function logRequests(server: Server, logger: Logger): LoggedServer {
  const running = new Set<Promise<unknown>>();

  const follow = async <Reply>(
    answering: () => Promise<Reply>,
    toEntry: (reply: Reply) => Entry,
  ): Promise<Reply> => {
    const startedAt = performance.now();
    const answer = answering();
    running.add(answer);
    try {
      const reply = await answer;
      writeLine(logger, toEntry(reply), performance.now() - startedAt);
      return reply;
    } finally {
      running.delete(answer);
    }
  };

  return {
    fetch: (request) =>
      follow(
        () => server.fetch(request),
        ({ status, headers }) => ({
          requestId: headers.get('x-request-id'),
          method: request.method,
          path: new URL(request.url).pathname,
          status,
        }),
      ),
    answer: (request) =>
      follow(
        () => server.answer(request),
        ({ status, headers }) => ({
          requestId: headers['x-request-id'],
          method: request.method,
          path: request.target.split('?', 1)[0],
          status,
        }),
      ),
    async whenIdle() {
      while (running.size > 0) await Promise.allSettled(running);
    },
  };
}

function writeLine(logger: Logger, entry: Entry, durationMs: number): void {
  const level = entry.status >= 500 ? 'error' : 'info';
  logger[level]({ ...entry, durationMs: Math.round(durationMs * 10) / 10 });
}
