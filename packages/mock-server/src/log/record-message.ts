import { mediaKind } from '../media-kind.ts';
import type { RecordedBody, RecordedMessage } from './exchange-record.ts';
import type { Redactor } from './redactor.ts';

/** A message and what was read of its body. */
export interface ReadMessage {
  readonly headers: Headers;
  /** Undefined: none, or none that is kept. */
  readonly bytes: Uint8Array | undefined;
}

/** A message without its secrets and with no more of its body than is to be kept. */
export function recordMessage(
  { headers, bytes }: ReadMessage,
  { redactor, bodyBytes }: { readonly redactor: Redactor; readonly bodyBytes: number },
): RecordedMessage {
  const recorded = redactor.headers(headers);
  if (bytes === undefined || bytes.byteLength === 0 || bodyBytes === 0) return { headers: recorded };
  const contentType = headers.get('content-type') ?? '';
  return { headers: recorded, body: recordBody(bytes, contentType, redactor, bodyBytes) };
}

function recordBody(bytes: Uint8Array, contentType: string, redactor: Redactor, most: number): RecordedBody {
  const isCut = bytes.byteLength > most;
  const size = { bytes: bytes.byteLength, isCut };
  if (mediaKind(contentType) === 'binary' || mediaKind(contentType) === 'multipart') {
    return { text: Buffer.from(bytes.subarray(0, most)).toString('base64'), encoding: 'base64', ...size };
  }
  // Redacted before it is cut: half a document cannot be looked into.
  const text = redactor.body(new TextDecoder().decode(bytes), contentType);
  return { text: isCut ? text.slice(0, most) : text, ...size };
}
