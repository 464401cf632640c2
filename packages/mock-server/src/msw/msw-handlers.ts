import { HttpResponse, http, type RequestHandler } from 'msw';
import type { MockServer } from '../mock-options.ts';
import { ConnectionReset } from '../trouble/connection-reset.ts';

export interface MswOptions {
  /** What stands before the paths of the description, as the app under test calls it: `https://api.example/v1`. */
  readonly baseUrl: string;
}

/**
 * Handlers for Mock Service Worker that answer as a mock does, with its state and its trouble. Requests that are for
 * none of its operations go on to the next handlers.
 *
 *     const mock = await createMockServer({ model }, { state: true });
 *     const server = setupServer(...mswHandlers(mock, { baseUrl: 'https://api.example' }));
 */
export function mswHandlers(mock: MockServer, { baseUrl }: MswOptions): RequestHandler[] {
  const base = new URL(baseUrl);
  const prefix = base.pathname.replace(/\/+$/, '');
  const isOwn = (request: Request): boolean => {
    const { origin, pathname } = new URL(request.url);
    if (origin !== base.origin || !pathname.startsWith(`${prefix}/`)) return false;
    return mock.operationOf(request.method, pathname.slice(prefix.length)) !== undefined;
  };
  return [
    http.all(
      ({ request }) => isOwn(request),
      async ({ request }) => {
        const url = new URL(request.url);
        url.pathname = url.pathname.slice(prefix.length);
        try {
          return await mock.fetch(new Request(url, request));
        } catch (error) {
          // What a reset connection is to `fetch`, this is to Mock Service Worker.
          if (error instanceof ConnectionReset) return HttpResponse.error();
          throw error;
        }
      },
    ),
  ];
}
