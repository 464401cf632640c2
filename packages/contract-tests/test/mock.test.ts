import { createMockServer } from '@plumbline/mock-server';
import { describe, expect, test } from 'vitest';
import { runContractTests } from '../src/index.ts';
import { loadModel, violatedIds } from './load-shelf.ts';

/**
 * What a mock without a memory cannot keep, so that a breach of it is no false alarm: it knows no tokens, issues no
 * ids, keeps nothing of what it is sent, stores no keys, counts no requests and has one page.
 */
const needsMemory = [
  'A.badcred',
  'A.revoked',
  'A.scope.deny',
  'L.*',
  'I.*',
  'G.*',
  'X.decrement',
  'Q.default',
  'Q.readonly',
  'O.link',
];

const foreign = [
  'petstore-expanded.yaml',
  'security-3.1.yaml',
  'schema-circular.json',
  'discriminators.json',
  'polymorphism.json',
  'parameters-style.yaml',
  'schema-types.json',
] as const;

const descriptions = [
  ['CheckView', new URL('../../../spec/openapi.yaml', import.meta.url)],
  ...foreign.map((name) => [name, new URL(`./fixtures/foreign/${name}`, import.meta.url)] as const),
] as const;

describe('raises no alarm on a mock', () => {
  test.for(descriptions)('of %s', { timeout: 60_000 }, async ([, url]) => {
    const model = await loadModel(url);
    const mock = await createMockServer({ model });
    const target = { fetch: (request: Request) => mock.fetch(request), baseUrl: 'http://mock.test' };
    const { report } = runContractTests(model, target, {
      token: 'cvpat_0123456789abcdefghijABCDEFGHIJabcd',
      run: 'test',
      destructive: true,
      except: needsMemory,
    });
    expect(violatedIds(await report)).toEqual([]);
    expect((await report).counts.proved).toBeGreaterThan(20);
  });
});
