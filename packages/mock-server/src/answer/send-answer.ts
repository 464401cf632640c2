import type { Answer } from '@plumbline/runtime/server';
import { mediaKind } from '../media-kind.ts';
import type { SentAnswer } from './sent-answer.ts';

/** Writes an answer whose body is written already, unless it is JSON. `kept` headers stand before its own. */
export function sendAnswer(answer: Answer, kept: Readonly<Record<string, string>>): SentAnswer {
  const { body, contentType, status } = answer;
  const headers: SentAnswer['headers'] = {};
  for (const [name, value] of Object.entries({ ...answer.headers, ...kept })) {
    headers[name.toLowerCase()] = String(value);
  }
  for (const [name, value] of Object.entries(kept)) headers[name] = value;
  // RFC 9110, section 6.4.1
  if (body === undefined || contentType === undefined || status === 204 || status === 205 || status === 304) {
    return { status, headers, body: null };
  }
  headers['content-type'] = contentType;
  const isJson = mediaKind(contentType) === 'json';
  // Safe: what is not JSON is text or bytes, see `writeBody`.
  const written = isJson ? JSON.stringify(body) : (body as string | Uint8Array<ArrayBuffer>);
  return { status, headers, body: written };
}
