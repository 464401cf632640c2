import { Readable } from 'node:stream';
import type { ReadableStream as NodeStream } from 'node:stream/web';
import { type Dispatcher, getGlobalDispatcher, interceptors, request as send } from 'undici';
import type { OperationCall } from '../core/operation-call.ts';
import { type LayeredFetch, toRequest } from '../transport/layered-fetch.ts';
import { NodeResponse } from './node-response.ts';

export interface UndiciOptions {
  /** An undici `Agent`, `Pool` or `ProxyAgent`. @default undici's global one, which keeps connections open */
  readonly dispatcher?: Dispatcher;
}

/** As `fetch` does (WHATWG Fetch, "HTTP-redirect fetch"). */
const followRedirects = interceptors.redirect({ maxRedirections: 20, throwOnMaxRedirect: true });

/**
 * A `fetch` for Node on undici's `request`, for less than half of the CPU time:
 *
 *     import { undiciFetch } from '@plumbline/runtime/client/node';
 *     createClient<paths>({ baseUrl, fetch: retryingFetch({ fetch: undiciFetch() }) });
 *
 * It follows redirects, and keeps no cookies and no cache. It does not ask for compression, and gives a compressed
 * answer as it came. Failures are a `TypeError` with their `cause`, as those of `fetch`.
 */
export function undiciFetch(options: UndiciOptions = {}): LayeredFetch {
  const dispatchers = new WeakMap<Dispatcher, Dispatcher>();
  const following = (dispatcher: Dispatcher): Dispatcher => {
    const known = dispatchers.get(dispatcher) ?? dispatcher.compose(followRedirects);
    dispatchers.set(dispatcher, known);
    return known;
  };
  return async (input, init, call) => {
    const { request } = toRequest(input, init, call);
    const dispatcher = options.dispatcher ?? getGlobalDispatcher();
    request.signal.throwIfAborted();
    try {
      const answer = await send(request.url, {
        method: request.method as Dispatcher.HttpMethod, // any token is one to undici
        headers: [...request.headers].flat(),
        body: await toBody(request, call),
        signal: request.signal,
        dispatcher: request.redirect === 'follow' ? following(dispatcher) : dispatcher,
      });
      return toResponse(request, answer);
    } catch (error) {
      request.signal.throwIfAborted();
      throw new TypeError('fetch failed', { cause: error });
    }
  };
}

/** What undici sends: texts and bytes with their length, streams piece by piece. */
async function toBody(
  request: Request,
  call: OperationCall | undefined,
): Promise<string | Uint8Array | Readable | null> {
  if (request.body === null) return null;
  if (request === call?.request && typeof call.body === 'string') return call.body;
  const isStream = call === undefined || call.body instanceof ReadableStream;
  // Safe: Node's types for its own web streams and for the global ones differ, the streams do not.
  if (isStream) return Readable.fromWeb(request.body as unknown as NodeStream);
  return new Uint8Array(await request.arrayBuffer());
}

function toResponse(request: Request, answer: Dispatcher.ResponseData): Response {
  const isRedirect =
    answer.statusCode >= 300 && answer.statusCode < 400 && answer.headers.location !== undefined;
  if (isRedirect && request.redirect === 'error') {
    throw new Error(`${request.url} redirects to ${answer.headers.location}`);
  }
  // Of a request that was redirected, undici tells where it went.
  const { history = [] } = (answer.context ?? {}) as { readonly history?: readonly URL[] };
  const last = history.at(-1);
  const response = new NodeResponse(answer, {
    url: last?.href ?? request.url,
    isRedirected: history.length > 1,
  });
  // Safe: it has all that a `Response` of every Node has, and is one to `instanceof`.
  return response as unknown as Response;
}
