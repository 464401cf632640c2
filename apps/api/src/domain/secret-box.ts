import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** Keeps secrets that must be readable again (passwords of sites, secret variables) sealed at rest. */
export interface SecretBox {
  seal(text: string): Buffer;
  /** @throws when the bytes were not sealed with this key, or were changed. */
  open(sealed: Uint8Array): string;
}

const nonceLength = 12;
const tagLength = 16;

/** AES-256-GCM with a random nonce; `key` has 32 bytes. */
export function createSecretBox(key: Uint8Array): SecretBox {
  return {
    seal(text) {
      const nonce = randomBytes(nonceLength);
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
    },
    open(sealed) {
      const textAt = nonceLength + tagLength;
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, nonceLength));
      decipher.setAuthTag(sealed.subarray(nonceLength, textAt));
      return Buffer.concat([decipher.update(sealed.subarray(textAt)), decipher.final()]).toString('utf8');
    },
  };
}
