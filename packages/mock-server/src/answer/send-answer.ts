import type { Answer } from '@plumbline/runtime/server';
import { mediaKind } from '../media-kind.ts';

/** Writes an answer whose body is written already, unless it is JSON. `kept` headers stand before its own. */
export function sendAnswer(answer: Answer, kept: Readonly<Record<string, string>>): Response {
  const { body, contentType, status } = answer;
  const headers = new Headers();
  for (const [name, value] of Object.entries(answer.headers ?? {})) headers.set(name, String(value));
  for (const [name, value] of Object.entries(kept)) headers.set(name, value);
  // RFC 9110, section 6.4.1
  if (body === undefined || contentType === undefined || status === 204 || status === 205 || status === 304) {
    return new Response(null, { status, headers });
  }
  headers.set('content-type', contentType);
  const isJson = mediaKind(contentType) === 'json';
  // Safe: what is not JSON is text or bytes, see `writeBody`.
  const written = isJson ? JSON.stringify(body) : (body as string | Uint8Array<ArrayBuffer>);
  return new Response(written, { status, headers });
}
