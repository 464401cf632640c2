import type { RequestListener, ServerResponse } from 'node:http';
import { toNodeListener as toRuntimeListener, writeAnswer } from '@plumbline/runtime/node';
import type { RenderedAnswer } from '@plumbline/runtime/server';
import type { MockServer } from '../mock-options.ts';
import { breaksOff } from '../trouble/trouble-streams.ts';

/**
 * Serves a mock with Node's HTTP server. Connections that trouble on demand resets or cuts are reset and cut.
 *
 *     createServer(toNodeListener(mock)).listen(4010);
 *
 * @param mock where its `answer` rejects, the connection is reset, as the client would see it of a server that went away
 */
export function toNodeListener(mock: Pick<MockServer, 'answer'>): RequestListener {
  return toRuntimeListener(mock, { write, breakOff: reset });
}

function write(outgoing: ServerResponse, answer: RenderedAnswer): Promise<void> {
  return breaksOff(answer.body) ? cutOff(outgoing, answer) : writeAnswer(outgoing, answer);
}

function reset(outgoing: ServerResponse): void {
  if (!outgoing.destroyed) outgoing.socket?.resetAndDestroy();
}

/** Writes what there is of a body that breaks off, and then ends the connection, not the message. */
async function cutOff(outgoing: ServerResponse, { status, headers, body }: RenderedAnswer): Promise<void> {
  outgoing.writeHead(status, { ...headers } as Record<string, string | string[]>); // a copy, of the same lists
  outgoing.flushHeaders();
  try {
    if (body instanceof ReadableStream) for await (const piece of body) await written(outgoing, piece);
  } catch {
    // As the body meant it.
  }
  outgoing.destroy();
}

/** Waits until a piece has left, since what is in a buffer goes down with the connection. */
function written(outgoing: ServerResponse, piece: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    outgoing.write(piece, (error) => (error ? reject(error) : resolve()));
  });
}
