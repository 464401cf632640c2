import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createTokenSecret, hashTokenSecret, isTokenSecret, previewTokenSecret } from './token-secret.ts';

describe('a token secret', () => {
  test('has the described form, a good checksum and is never the same', () => {
    const secrets = Array.from({ length: 200 }, createTokenSecret);
    expect(new Set(secrets).size).toBe(200);
    for (const secret of secrets) {
      expect(secret).toMatch(/^cvpat_[0-9A-Za-z]{40}$/);
      expect(isTokenSecret(secret)).toBe(true);
    }
  });

  test('with one character changed is none', () => {
    const secret = createTokenSecret();
    for (let at = 0; at < secret.length; at += 1) {
      const changed = secret.slice(0, at) + (secret[at] === 'x' ? 'y' : 'x') + secret.slice(at + 1);
      expect(isTokenSecret(changed), changed).toBe(false);
    }
  });

  test('is not found in other texts', () => {
    const text = fc.oneof(fc.string(), fc.stringMatching(/^cvpat_[0-9A-Za-z]{0,41}$/));
    fc.assert(
      fc.property(text, (one) => !isTokenSecret(one)),
      { seed: 20_261_124, numRuns: 2_000 },
    );
  });

  test('is kept as a hash and shown by its last four characters', () => {
    const secret = createTokenSecret();
    expect(hashTokenSecret(secret)).toHaveLength(32);
    expect(previewTokenSecret(secret)).toBe(`cvpat_...${secret.slice(-4)}`);
  });
});
