import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { concatenate } from '../server/body/concatenate.ts';
import type { IncomingRequest } from '../server/incoming-request.ts';
import { WebRequest } from '../server/web-request.ts';
import type { Target } from './request-target.ts';

/** A request of Node's HTTP server as the frame reads it. */
export class NodeRequest implements IncomingRequest {
  readonly method: string;
  readonly target: string;
  readonly origin: string;
  readonly #incoming: IncomingMessage;
  readonly #outgoing: ServerResponse;
  #web: Request | undefined;

  constructor(incoming: IncomingMessage, outgoing: ServerResponse, { origin, target }: Target) {
    this.method = incoming.method ?? 'GET'; // always set on a request that a server received
    this.target = target;
    this.#incoming = incoming;
    this.#outgoing = outgoing;
    this.origin = origin;
  }

  // Node's own `headers` drop the second of some headers, and which of two counts must not be a matter of luck.
  header(name: string): string | null {
    const { rawHeaders } = this.#incoming;
    let value: string | null = null;
    for (let at = 0; at < rawHeaders.length; at += 2) {
      const candidate = rawHeaders[at] ?? '';
      if (candidate.length !== name.length || candidate.toLowerCase() !== name) continue;
      const text = rawHeaders[at + 1] ?? '';
      if (value === null) value = text;
      else value += (name === 'cookie' ? '; ' : ', ') + text;
    }
    return value;
  }

  get peer(): string | null {
    return this.#incoming.socket.remoteAddress ?? null;
  }

  get mayHaveBody(): boolean {
    // RFC 9112, section 6.3: without one of these no body follows.
    return this.header('content-length') !== null || this.header('transfer-encoding') !== null;
  }

  readBody(limit: number): Promise<Uint8Array<ArrayBuffer> | undefined> {
    // Once it is the body of a web-standard request, it is read there.
    if (this.#web !== undefined) return new WebRequest(this.#web).readBody(limit);
    const incoming = this.#incoming;
    return new Promise((resolve, reject) => {
      const chunks: Buffer<ArrayBuffer>[] = [];
      let length = 0;
      incoming.on('data', (chunk: Buffer<ArrayBuffer>) => {
        length += chunk.byteLength;
        if (length <= limit) chunks.push(chunk);
        else resolve(undefined);
      });
      incoming.on('end', () => resolve(concatenate(chunks, length)));
      incoming.on('error', reject);
      // The client may be gone since before we listened.
      if (incoming.destroyed) reject(new Error('The connection is closed.'));
    });
  }

  get web(): Request {
    this.#web ??= this.#toWeb();
    return this.#web;
  }

  #toWeb(): Request {
    const headers = new Headers();
    const { rawHeaders } = this.#incoming;
    for (let at = 0; at < rawHeaders.length; at += 2) {
      headers.append(rawHeaders[at] ?? '', rawHeaders[at + 1] ?? '');
    }
    const gone = new AbortController();
    const abortIfLost = () => {
      if (!this.#outgoing.writableFinished) gone.abort();
    };
    // The client may be gone since before anybody asked for this request.
    if (this.#outgoing.destroyed) abortIfLost();
    else this.#outgoing.once('close', abortIfLost);
    return new Request(this.origin + this.target, {
      method: this.method,
      headers,
      signal: gone.signal,
      ...this.#webBody(),
    });
  }

  #webBody(): { readonly body?: ReadableStream<Uint8Array>; readonly duplex?: 'half' } {
    if (this.method === 'GET' || this.method === 'HEAD' || !this.mayHaveBody) return {};
    // Safe: a request's body comes as bytes.
    return { body: Readable.toWeb(this.#incoming) as ReadableStream<Uint8Array>, duplex: 'half' };
  }
}
