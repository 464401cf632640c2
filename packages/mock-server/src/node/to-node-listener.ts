import type { RequestListener, ServerResponse } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { breaksOff } from '../trouble/trouble-streams.ts';

export interface NodeListenerOptions {
  /**
   * Puts lazy ones in the place of the global `Request` and `Response`, which makes every answer cheaper. For a
   * process that does nothing but serve.
   * @default false
   */
  readonly replacesGlobals?: boolean;
}

/**
 * Serves a mock with Node's HTTP server. Connections that trouble on demand resets or cuts are reset and cut.
 *
 *     createServer(toNodeListener(mock.fetch)).listen(4010);
 *
 * @param fetch where it rejects, the connection is reset, as the client would see it of a server that went away
 */
export function toNodeListener(
  fetch: (request: Request) => Promise<Response>,
  { replacesGlobals = false }: NodeListenerOptions = {},
): RequestListener {
  const listener = getRequestListener(
    async (request, { outgoing }) => {
      try {
        const response = await fetch(request);
        // Safe: this listener is for HTTP/1.1 servers.
        return breaksOff(response) ? await cutOff(response, outgoing as ServerResponse) : response;
      } catch {
        outgoing.socket?.resetAndDestroy();
        return alreadySent();
      }
    },
    { overrideGlobalObjects: replacesGlobals },
  );
  return (incoming, outgoing) => void listener(incoming, outgoing);
}

/** How the adapter is told that nothing is left to write. */
function alreadySent(): Response {
  return new Response(null, { headers: { 'x-hono-already-sent': 'true' } });
}

/** Writes what there is of a body that breaks off, and then ends the connection, not the message. */
async function cutOff(response: Response, outgoing: ServerResponse): Promise<Response> {
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  outgoing.flushHeaders();
  try {
    for await (const piece of response.body ?? []) await written(outgoing, piece);
  } catch {
    // As the body meant it.
  }
  outgoing.destroy();
  return alreadySent();
}

/** Waits until a piece has left, since what is in a buffer goes down with the connection. */
function written(outgoing: ServerResponse, piece: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    outgoing.write(piece, (error) => (error ? reject(error) : resolve()));
  });
}
