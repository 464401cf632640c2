import { createHash, randomInt } from 'node:crypto';
import { crc32 } from 'node:zlib';

const prefix = 'cvpat_';
const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const randomLength = 34;
const checksumLength = 6;
const form = /^cvpat_([0-9A-Za-z]{34})([0-9A-Za-z]{6})$/;

/**
 * Makes the secret of a personal access token: `cvpat_`, 34 random base62 characters (202 bits) and
 * 6 characters of checksum, so that a scanner or a server can tell a real token from a look-alike
 * without asking the database.
 */
export function createTokenSecret(): string {
  const random = Array.from({ length: randomLength }, () => alphabet[randomInt(alphabet.length)]).join('');
  return `${prefix}${random}${checksumOf(random)}`;
}

/** Whether a text has the form of a token and a checksum that fits. Says nothing about its being known. */
export function isTokenSecret(text: string): boolean {
  const match = form.exec(text);
  return match !== null && match[2] === checksumOf(match[1] ?? '');
}

/** What is kept of a secret: SHA-256. With 202 random bits a slow hash would protect nothing more. */
export function hashTokenSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/** What is shown of a token after its creation: `cvpat_...9f3a`. */
export function previewTokenSecret(secret: string): string {
  return `${prefix}...${secret.slice(-4)}`;
}

function checksumOf(random: string): string {
  let rest = crc32(random);
  let text = '';
  for (let place = 0; place < checksumLength; place += 1) {
    text = `${alphabet[rest % alphabet.length]}${text}`;
    rest = Math.floor(rest / alphabet.length);
  }
  return text;
}
