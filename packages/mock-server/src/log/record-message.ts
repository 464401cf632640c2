import { mediaKind } from '../media-kind.ts';
import type { RecordedBody, RecordedMessage } from './exchange-record.ts';
import type { Redactor } from './redactor.ts';

/** A message and what was read of its body. */
export interface ReadMessage {
  readonly headers: Headers;
  /** Undefined: none, or none that is kept. */
  readonly bytes: Uint8Array | undefined;
}

export interface Recording {
  readonly redactor: Redactor;
  /** How much of a body is kept; 0 keeps none. */
  readonly bodyBytes: number;
}

/** A message without its secrets and with no more of its body than is to be kept. */
export function recordMessage({ headers, bytes }: ReadMessage, recording: Recording): RecordedMessage {
  const recorded = recording.redactor.headers(headers);
  if (bytes === undefined || bytes.byteLength === 0 || recording.bodyBytes === 0)
    return { headers: recorded };
  return { headers: recorded, body: recordBody(bytes, headers.get('content-type') ?? '', recording) };
}

function recordBody(
  bytes: Uint8Array,
  contentType: string,
  { redactor, bodyBytes }: Recording,
): RecordedBody {
  const isCut = bytes.byteLength > bodyBytes;
  const size = { bytes: bytes.byteLength, isCut };
  const kind = mediaKind(contentType);
  // Its fields may be secret, and they are not looked into.
  if (kind === 'multipart') return { text: '', bytes: bytes.byteLength, isCut: true };
  if (kind === 'binary') {
    const text = Buffer.from(bytes.subarray(0, bodyBytes)).toString('base64');
    return { text, encoding: 'base64', ...size };
  }
  // Redacted before it is cut: half a document cannot be looked into.
  const text = redactor.body(new TextDecoder().decode(bytes), contentType);
  return { text: isCut ? text.slice(0, bodyBytes) : text, ...size };
}
