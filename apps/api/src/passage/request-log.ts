import type { Through } from '@plumbline/runtime/server';
import type { Logger } from 'pino';

/** One line for each request: never its headers, query or body, which may hold secrets. */
export function logRequests(logger: Logger): Through {
  return async (passage, next) => {
    const startedAt = performance.now();
    const answer = await next();
    const { requestId, pathname: path, operationId } = passage;
    const { method } = passage.request;
    const { status } = answer;
    const durationMs = Math.round((performance.now() - startedAt) * 10) / 10;
    logger[status >= 500 ? 'error' : 'info']({ requestId, method, path, operationId, status, durationMs });
    return answer;
  };
}
