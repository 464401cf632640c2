import { expect, test } from 'vitest';
import { createSecretBox } from './secret-box.ts';

const key = new Uint8Array(32).fill(7);

test('opens what it sealed, and seals the same text differently each time', () => {
  const box = createSecretBox(key);
  expect(box.open(box.seal('pässword'))).toBe('pässword');
  expect(box.seal('pässword').equals(box.seal('pässword'))).toBe(false);
});

test('refuses what was changed, and what another key sealed', () => {
  const sealed = createSecretBox(key).seal('pässword');
  const changed = Buffer.from(sealed);
  changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
  expect(() => createSecretBox(key).open(changed)).toThrow();
  expect(() => createSecretBox(new Uint8Array(32)).open(sealed)).toThrow();
});
