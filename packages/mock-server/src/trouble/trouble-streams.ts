import type { SentAnswer } from '../answer/sent-answer.ts';
import { wait } from './wait.ts';

/** Bodies that end within their bytes; a server must break the connection there, as the stream does. */
const cutShort = new WeakSet<ReadableStream>();

/** Whether a body breaks off. Whoever writes it to a socket ends that connection without a last chunk. */
export function breaksOff(body: SentAnswer['body']): boolean {
  return body instanceof ReadableStream && cutShort.has(body);
}

/** The answer with the first of its bytes only. `content-length` says how many there should have been. */
export function truncated(answer: SentAnswer, bytes: Uint8Array<ArrayBuffer>, share: number): SentAnswer {
  const arrives = bytes.slice(0, Math.floor(bytes.byteLength * share));
  let hasBegun = false;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (!hasBegun && arrives.byteLength > 0) controller.enqueue(arrives);
      else controller.error(new TypeError('terminated', { cause: { code: 'UND_ERR_SOCKET' } }));
      hasBegun = true;
    },
  });
  cutShort.add(body);
  return withBody(answer, body, bytes.byteLength);
}

/** Pieces of a slow body. More would cost more and look no slower. */
const PIECES = 20;

/** The answer with its body in pieces, the last of them after so many milliseconds. */
export function slowed(answer: SentAnswer, bytes: Uint8Array<ArrayBuffer>, milliseconds: number): SentAnswer {
  const pieces = Math.max(1, Math.min(PIECES, bytes.byteLength));
  const size = Math.ceil(bytes.byteLength / pieces);
  const stopped = new AbortController();
  let sent = 0;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      await wait(milliseconds / pieces, stopped.signal);
      controller.enqueue(bytes.slice(sent, sent + size));
      sent += size;
      if (sent >= bytes.byteLength) controller.close();
    },
    cancel: () => stopped.abort(),
  });
  return withBody(answer, body, bytes.byteLength);
}

function withBody(
  { status, headers }: SentAnswer,
  body: ReadableStream<Uint8Array>,
  length: number,
): SentAnswer {
  return { status, headers: { ...headers, 'content-length': String(length) }, body };
}
