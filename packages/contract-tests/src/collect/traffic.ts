/** A request of ordinary traffic as far as it was read. */
export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  /** Undefined where it was not read, because it is too long or no text. */
  readonly body?: string;
}

/** An answer as far as it was read. */
export interface SeenResponse {
  readonly status: number;
  readonly headers: Headers;
  /** Undefined where it was not read to its end. */
  readonly body?: string;
}

/** Bodies beyond this are not read: 1 MiB. */
export const mostBytes = 1024 * 1024;

/** Chunks up to the limit; undefined once it was passed. */
export class BodyBuffer {
  #chunks: Uint8Array[] | undefined = [];
  #size = 0;

  add(chunk: Uint8Array): void {
    this.#size += chunk.byteLength;
    if (this.#size > mostBytes) this.#chunks = undefined;
    else this.#chunks?.push(chunk);
  }

  get isFull(): boolean {
    return this.#chunks === undefined;
  }

  text(): string | undefined {
    return this.#chunks && Buffer.concat(this.#chunks).toString('utf8');
  }
}

/** The text of a body that somebody else reads too; undefined where it is too long, a stream of events, or broke off. */
export async function readCopy(message: Request | Response): Promise<string | undefined> {
  if (message.body === null) return '';
  const reader: ReadableStreamDefaultReader<Uint8Array> = message.body.getReader();
  const isEndless = /^text\/event-stream/i.test(message.headers.get('content-type') ?? '');
  const text = isEndless ? undefined : await readAll(reader);
  // Of a body that was doubled, one half is given up when the other is too: nobody waits for that here.
  if (text === undefined) reader.cancel().catch(() => {});
  return text;
}

async function readAll(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<string | undefined> {
  const buffer = new BodyBuffer();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return buffer.text();
      buffer.add(value);
      if (buffer.isFull) return undefined;
    }
  } catch {
    return undefined;
  }
}
