import { concatenate } from './body/concatenate.ts';
import { declaredLength, type IncomingRequest } from './incoming-request.ts';

/** A web-standard `Request` as the frame reads it. */
export class WebRequest implements IncomingRequest {
  readonly web: Request;
  readonly target: string;
  /** A web-standard request does not know where it came from. */
  readonly peer = null;

  constructor(request: Request) {
    this.web = request;
    const { url } = request;
    const hash = url.indexOf('#');
    this.target = url.slice(url.indexOf('/', url.indexOf('//') + 2), hash === -1 ? undefined : hash);
  }

  get origin(): string {
    const { url } = this.web;
    return url.slice(0, url.indexOf('/', url.indexOf('//') + 2));
  }

  get method(): string {
    return this.web.method;
  }

  header(name: string): string | null {
    return this.web.headers.get(name);
  }

  get mayHaveBody(): boolean {
    return this.web.body !== null;
  }

  async readBody(limit: number): Promise<Uint8Array<ArrayBuffer> | undefined> {
    // A declared length bounds what an HTTP parser lets through, so the body can be taken whole.
    if (declaredLength(this) === undefined) return readStream(this.web.body, limit);
    const bytes = new Uint8Array(await this.web.arrayBuffer());
    return bytes.byteLength > limit ? undefined : bytes;
  }
}

async function readStream(
  stream: ReadableStream<Uint8Array<ArrayBuffer>> | null,
  limit: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (stream === null) return new Uint8Array();
  const reader = stream.getReader();
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    length += next.value.byteLength;
    if (length > limit) {
      // The rest is not wanted, and whether the sender minds is not our concern.
      reader.cancel().catch(() => undefined);
      return undefined;
    }
    chunks.push(next.value);
  }
  return concatenate(chunks, length);
}
