import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { RenderedAnswer, RenderedHeaders } from '@plumbline/runtime/server';

/**
 * Answers stored for idempotency keys are encrypted (AES-256-GCM) under a key derived from the client's
 * own idempotency key (HKDF-SHA-256, RFC 5869), of which only a hash is kept. So the secret of a token
 * that was just created can be given out again to whoever sends the same key, and to nobody else: what
 * lies in the database is of no use without the client.
 */

const saltLength = 16;
const nonceLength = 12;
const tagLength = 16;

/** Salt, nonce, tag and encrypted answer in a row. */
export function sealAnswer(answer: RenderedAnswer, key: string): Buffer {
  const salt = randomBytes(saltLength);
  const nonce = randomBytes(nonceLength);
  const cipher = createCipheriv('aes-256-gcm', deriveKey(key, salt), nonce);
  const text = Buffer.concat([cipher.update(writeAnswer(answer)), cipher.final()]);
  return Buffer.concat([salt, nonce, cipher.getAuthTag(), text]);
}

/** @throws when the key is another one, or the bytes were changed. */
export function unsealAnswer(sealed: Buffer, key: string): RenderedAnswer {
  const nonceAt = saltLength;
  const tagAt = nonceAt + nonceLength;
  const textAt = tagAt + tagLength;
  const salt = sealed.subarray(0, nonceAt);
  const decipher = createDecipheriv('aes-256-gcm', deriveKey(key, salt), sealed.subarray(nonceAt, tagAt));
  decipher.setAuthTag(sealed.subarray(tagAt, textAt));
  return readAnswer(Buffer.concat([decipher.update(sealed.subarray(textAt)), decipher.final()]).toString());
}

function deriveKey(key: string, salt: Uint8Array): Buffer {
  return Buffer.from(hkdfSync('sha256', key, salt, 'checkview stored answer', 32));
}

interface StoredAnswer {
  readonly status: number;
  readonly headers: RenderedHeaders;
  readonly text: string | null;
  /** Base64, for bodies that are not text. */
  readonly bytes?: string;
}

function writeAnswer({ status, headers, body }: RenderedAnswer): string {
  if (body instanceof ReadableStream)
    throw new TypeError('A stream cannot be stored for an idempotency key.');
  const stored: StoredAnswer =
    body instanceof Uint8Array
      ? { status, headers, text: null, bytes: Buffer.from(body).toString('base64') }
      : { status, headers, text: body };
  return JSON.stringify(stored);
}

/** Safe without a check: what our key opens, we wrote. */
function readAnswer(text: string): RenderedAnswer {
  const stored = JSON.parse(text) as StoredAnswer;
  const { status, headers } = stored;
  const body = stored.bytes === undefined ? stored.text : new Uint8Array(Buffer.from(stored.bytes, 'base64'));
  return { status, headers, body };
}
