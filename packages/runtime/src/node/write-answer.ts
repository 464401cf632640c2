import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import type { RenderedAnswer } from '../server/answer.ts';

/** Sends an answer. Rejects when it is a stream and that breaks off. */
export async function writeAnswer(outgoing: ServerResponse, answer: RenderedAnswer): Promise<void> {
  const { status, body } = answer;
  const headers = answer.headers as OutgoingHttpHeaders; // Node does not change what it is given here
  if (body instanceof ReadableStream) {
    outgoing.writeHead(status, headers);
    outgoing.flushHeaders();
    // Safe: the two types name one and the same class.
    await pipeline(Readable.fromWeb(body as NodeReadableStream<Uint8Array>), outgoing);
  } else if (body !== null) {
    outgoing.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
    outgoing.end(body);
  } else {
    outgoing.writeHead(
      status,
      saysNothingComes(outgoing, status) ? { ...headers, 'content-length': 0 } : headers,
    );
    outgoing.end();
  }
}

/** To HEAD it would be a claim about GET; 204 and 304 never have a length (RFC 9110, section 8.6). */
function saysNothingComes(outgoing: ServerResponse, status: number): boolean {
  return outgoing.req.method !== 'HEAD' && status !== 204 && status !== 304;
}
