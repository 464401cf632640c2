import { expect, test } from 'vitest';
import { sealAnswer, unsealAnswer } from './sealed-answer.ts';

const answer = { status: 201, headers: { location: '/x' }, body: '{"token":"secret"}' };

test.each([
  ['text', answer],
  ['bytes', { ...answer, body: new Uint8Array([0, 255, 1]) }],
  ['no body', { status: 204, headers: {}, body: null }],
])('opens %s with the same key', (_name, one) => {
  expect(unsealAnswer(sealAnswer(one, 'key'), 'key')).toEqual(one);
});

test('does not open with another key, or when a bit was changed', () => {
  const sealed = sealAnswer(answer, 'key');
  expect(() => unsealAnswer(sealed, 'kez')).toThrow();
  for (let at = 0; at < sealed.length; at += 1) {
    const changed = Buffer.from(sealed);
    changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
    expect(() => unsealAnswer(changed, 'key')).toThrow();
  }
});

test('seals the same answer differently each time, and shows nothing of it', () => {
  const [first, second] = [sealAnswer(answer, 'key'), sealAnswer(answer, 'key')];
  expect(first.equals(second)).toBe(false);
  expect(first.includes('secret')).toBe(false);
});

test('refuses a stream, which could be read only once', () => {
  expect(() => sealAnswer({ ...answer, body: new ReadableStream() }, 'key')).toThrow(TypeError);
});
