import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { countInvalid } from '../../../bench/laws/validity.ts';

const petstore = fileURLToPath(new URL('fixtures/foreign/petstore-expanded.yaml', import.meta.url));

// A sample of what `npm run bench:laws -- --validity` does over public descriptions.
test('two validators take every answer of a foreign description', async () => {
  const counted = await countInvalid(petstore, 5);
  expect(counted.judged).toBeGreaterThan(30);
  expect(counted.invalid).toEqual([]);
  expect(counted.by).toEqual({
    Ajv: { invalid: 0, unread: 0 },
    Hyperjump: { invalid: 0, unread: 0 },
  });
});
