import type { RenderedAnswer } from '@plumbline/runtime/server';

/** An answer of the mock on its way out: whoever has it may still add headers. */
export interface SentAnswer {
  readonly status: number;
  /** Names in lower case. Only `set-cookie` is a list. */
  readonly headers: Record<string, string | readonly string[]>;
  readonly body: RenderedAnswer['body'];
}

/** What a server gave us to send: it is ours alone. */
export function toSentAnswer({ status, headers, body }: RenderedAnswer): SentAnswer {
  return { status, headers: headers as SentAnswer['headers'], body };
}

/** The text of a header; undefined where the answer has none. */
export function headerOf({ headers }: SentAnswer, name: string): string | undefined {
  const value = headers[name];
  return value === undefined || typeof value === 'string' ? value : value.join(', ');
}

/** All of a body. One that is a stream has been read then. */
export async function bytesOf(body: SentAnswer['body']): Promise<Uint8Array<ArrayBuffer>> {
  if (body === null) return new Uint8Array();
  if (typeof body === 'string') return new TextEncoder().encode(body);
  return body instanceof ReadableStream ? new Uint8Array(await new Response(body).arrayBuffer()) : body;
}
