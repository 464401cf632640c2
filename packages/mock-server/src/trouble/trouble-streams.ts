import { wait } from './wait.ts';

/** Bodies that end within their bytes; a server must break the connection there, as the stream does. */
const cutShort = new WeakSet<Response>();

/** Whether the body of an answer breaks off. Whoever writes it to a socket ends that connection without a last chunk. */
export function breaksOff(response: Response): boolean {
  return cutShort.has(response);
}

/** The answer with the first of its bytes only. `content-length` says how many there should have been. */
export function truncated(response: Response, bytes: Uint8Array<ArrayBuffer>, share: number): Response {
  const arrives = bytes.slice(0, Math.floor(bytes.byteLength * share));
  let hasBegun = false;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (!hasBegun && arrives.byteLength > 0) controller.enqueue(arrives);
      else controller.error(new TypeError('terminated', { cause: { code: 'UND_ERR_SOCKET' } }));
      hasBegun = true;
    },
  });
  const headers = new Headers(response.headers);
  headers.set('content-length', String(bytes.byteLength));
  const broken = new Response(body, { status: response.status, headers });
  cutShort.add(broken);
  return broken;
}

/** Pieces of a slow body. More would cost more and look no slower. */
const PIECES = 20;

/** The answer with its body in pieces, the last of them after so many milliseconds. */
export function slowed(response: Response, bytes: Uint8Array<ArrayBuffer>, milliseconds: number): Response {
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
  const headers = new Headers(response.headers);
  headers.set('content-length', String(bytes.byteLength));
  return new Response(body, { status: response.status, headers });
}
