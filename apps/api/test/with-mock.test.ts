import { contract } from '@checkview/contract/server';
import { createMockServer } from '@plumbline/mock-server';
import { afterAll, describe, expect, test } from 'vitest';
import { createApp } from '../src/app.ts';
import { operations } from '../src/operations/index.ts';
import { createTestIdentities } from '../src/seed/test-identities.ts';
import { callerOf } from './caller.ts';
import { openPostgres } from './databases.ts';
import { loadModel } from './suites/contract.ts';

const model = await loadModel();
const database = await openPostgres();
const mock = await createMockServer({ model }, { security: false });
const app = await createApp({ database, unimplemented: mock.fetch, requestsPerMinute: 100_000 });
const { admin } = await createTestIdentities(database);
const call = callerOf(app.fetch, admin.token);

afterAll(() => database.close());

const someId = '6f1c2a34-8b7d-4e5f-9a0b-1c2d3e4f5a6b';
const mocked = contract.operations
  .filter(({ id }) => !Object.hasOwn(operations, id))
  .map(({ id, method, path, parameters, requestBody }) => ({
    id,
    method,
    path: path.replace('/api/v1', '').replaceAll(/\{\w+\}/g, someId),
    needsBody: requestBody?.required === true,
    needsInput:
      requestBody?.required === true || parameters.some((one) => one.in === 'query' && one.required),
  }));

describe('with the mock in place of what is not written', () => {
  test.each(mocked.filter(({ needsInput }) => !needsInput))(
    '$id answers and says that it is no real one',
    async (operation) => {
      const reply = await call(operation.method, operation.path);
      expect(reply.status).toBeLessThan(300);
      expect(reply.headers.get('x-plumbline-unimplemented')).toBe('true');
      expect(reply.headers.get('x-ratelimit-limit')).toBe('100000');
    },
  );

  test.each(mocked.filter(({ needsInput }) => needsInput))(
    '$id refuses a request that lacks what it needs',
    async (operation) => {
      const reply = await call(
        operation.method,
        operation.path,
        operation.needsBody ? { body: { surely: 'unknown' } } : {},
      );
      expect(reply.status).toBe(400);
      expect(reply.headers.get('x-plumbline-unimplemented')).toBe('true');
    },
  );

  test('an operation that is written is not marked', async () => {
    const reply = await call('GET', '/users/me');
    expect(reply.status).toBe(200);
    expect(reply.headers.has('x-plumbline-unimplemented')).toBe(false);
  });

  test('all 104 operations are either written or mocked', () => {
    expect(mocked.length + Object.keys(operations).length).toBe(contract.operations.length);
    expect(mocked).toHaveLength(36);
  });
});
