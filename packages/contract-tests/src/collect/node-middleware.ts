import type { IncomingMessage, ServerResponse } from 'node:http';
import { BodyBuffer, type SeenRequest, type SeenResponse } from './traffic.ts';

/** Middleware of Express and Connect; on Node's own server: `(request, response) => node(request, response, () => handle(request, response))`. */
export type NodeMiddleware = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

/** Listens to what is read and written, and changes neither. */
export function toNodeMiddleware(
  see: (request: SeenRequest, response: SeenResponse) => void,
): NodeMiddleware {
  return (incoming, outgoing, next) => {
    const sent = listenToRead(incoming);
    const received = listenToWritten(outgoing);
    const headers = listenToHead(outgoing);
    outgoing.once('finish', () => see(toRequest(incoming, sent), toResponse(outgoing, received, headers)));
    next();
  };
}

/** `data` is emitted however a stream is read; adding a listener would start the reading. */
function listenToRead(incoming: IncomingMessage): BodyBuffer {
  const buffer = new BodyBuffer();
  const emit = incoming.emit;
  incoming.emit = function (this: IncomingMessage, event: string | symbol, ...args: unknown[]): boolean {
    if (event === 'data') addChunk(buffer, args[0]);
    // The arguments are handed on as they came, so they fit the event.
    return emit.apply(this, [event, ...args] as unknown as Parameters<typeof emit>);
  };
  return buffer;
}

function listenToWritten(outgoing: ServerResponse): BodyBuffer {
  const buffer = new BodyBuffer();
  const { write, end } = outgoing;
  // Both are handed on as they came, so the arguments fit the overload that was called.
  outgoing.write = function (this: ServerResponse, ...args: unknown[]): boolean {
    addChunk(buffer, args[0]);
    return write.apply(this, args as unknown as Parameters<typeof write>);
  } as typeof write;
  outgoing.end = function (this: ServerResponse, ...args: unknown[]): ServerResponse {
    const isInside = outgoing.writableEnded;
    if (!isInside && typeof args[0] !== 'function') addChunk(buffer, args[0]);
    outgoing.write = write; // `end` may write through it, which would count twice
    return end.apply(this, args as unknown as Parameters<typeof end>);
  } as typeof end;
  return buffer;
}

type HeaderPairs = readonly (readonly [string, unknown])[];

/** Headers that are given with the status are not among those that can be asked for later. */
function listenToHead(outgoing: ServerResponse): () => HeaderPairs {
  const { writeHead } = outgoing;
  let given: HeaderPairs = [];
  outgoing.writeHead = function (this: ServerResponse, ...args: unknown[]): ServerResponse {
    const last = args.at(-1);
    if (Array.isArray(last)) given = toPairs(last);
    else if (typeof last === 'object' && last !== null) given = Object.entries(last);
    return writeHead.apply(this, args as unknown as Parameters<typeof writeHead>);
  } as typeof writeHead; // handed on as they came, so the arguments fit the overload that was called
  return () => given;
}

/** Names and values in turn, or a list of pairs. */
function toPairs(list: readonly unknown[]): HeaderPairs {
  const names = list.flat();
  return names.flatMap((name, index) => (index % 2 === 0 ? [[String(name), names[index + 1]] as const] : []));
}

function addChunk(buffer: BodyBuffer, chunk: unknown): void {
  if (typeof chunk === 'string') buffer.add(Buffer.from(chunk));
  else if (chunk instanceof Uint8Array) buffer.add(Uint8Array.from(chunk)); // the writer may use its memory again
}

function toRequest(incoming: IncomingMessage, sent: BodyBuffer): SeenRequest {
  const host = incoming.headers.host ?? 'localhost';
  const path = incoming.url?.startsWith('/') ? incoming.url : '/';
  const url = URL.canParse(`http://${host}${path}`) ? `http://${host}${path}` : `http://localhost${path}`;
  const body = sent.text();
  return {
    method: incoming.method ?? 'GET',
    url,
    headers: toHeaders(incoming.headers),
    ...(body === undefined || !incoming.complete ? {} : { body }),
  };
}

function toResponse(outgoing: ServerResponse, received: BodyBuffer, given: () => HeaderPairs): SeenResponse {
  const body = received.text();
  const headers = toHeaders(outgoing.getHeaders());
  for (const [name, value] of given()) headers.set(name, [value].flat().map(String).join(', '));
  return { status: outgoing.statusCode, headers, ...(body === undefined ? {} : { body }) };
}

function toHeaders(
  headers: Readonly<Record<string, number | string | readonly string[] | undefined>>,
): Headers {
  const result = new Headers();
  for (const [name, value] of Object.entries(headers)) {
    for (const text of [value].flat()) if (text !== undefined) result.append(name, String(text));
  }
  return result;
}
