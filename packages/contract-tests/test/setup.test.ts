import { describe, expect, test } from 'vitest';
import {
  type ContractTestOptions,
  defineSetup,
  InvalidSetup,
  type Report,
  runContractTests,
  type SetupApi,
} from '../src/index.ts';
import { baseUrl, identities, loadShelf, runOnShelf, violatedIds } from './load-shelf.ts';
import { tokens } from './shelf/callers.ts';
import { createDoor, doorModel } from './shelf/door.ts';
import { Shelf } from './shelf/shelf.ts';

const model = await loadShelf();

const verdictOf = ({ results }: Report, wanted: string) => results.find(({ id }) => id === wanted)?.verdict;

/** A run that looks only at what the door says when it is locked. */
async function runOnDoor(options: ContractTestOptions, lockedAs?: string): Promise<Report> {
  const target = { fetch: createDoor(lockedAs), baseUrl: 'http://door.test' };
  return runContractTests(doorModel, target, { run: 'test', only: ['openDoor:R.*/409*'], ...options }).report;
}

describe('the way to a status', () => {
  test('is gone by calling operations', async () => {
    const status = 'openDoor:R.status/409';
    expect(verdictOf(await runOnDoor({}), status)).toMatchObject({ outcome: 'unproven' });
    const report = await runOnDoor({ reach: { 'openDoor/409': [{ operation: 'lockDoor' }] } });
    expect(report.results.map(({ verdict }) => verdict.outcome)).toEqual(['proved', 'proved', 'proved']);
  });

  test('may say what an operation is called with', async () => {
    const reach = { 'openDoor/409': [{ operation: 'turnKey', body: { turns: 2 } }] };
    expect(verdictOf(await runOnDoor({ reach }), 'openDoor:R.status/409')).toMatchObject({
      outcome: 'proved',
    });
  });

  test('is gone by a function, which may say how the request is to be', async () => {
    const { report } = await runOnShelf(
      model,
      {},
      {
        only: ['lendBook:R.*/409*'],
        reach: {
          'lendBook/409': async (api) => {
            const { body } = await api.call('createBook', {
              body: { title: 'Emma', year: 1815, genre: 'novel' },
            });
            const bookId = (body as { readonly id: string }).id; // as the description says
            await api.call('lendBook', { path: { bookId } });
            return { path: { bookId } };
          },
        },
      },
    );
    expect(verdictOf(report, 'lendBook:R.status/409')).toMatchObject({ outcome: 'proved' });
    expect(report.leftBehind).toEqual([]);
  });

  test('that leads elsewhere is told with the answer that came', async () => {
    const report = await runOnDoor({ reach: { 'openDoor/409': [] } });
    expect(verdictOf(report, 'openDoor:R.status/409')).toEqual({
      outcome: 'unproven',
      reason: 'other-refusal',
      detail: 'the way to 409 in the set-up was answered status 200',
    });
  });

  test('that fails is told with its place', async () => {
    const fail = async () => {
      throw new Error('the door is gone');
    };
    const report = await runOnDoor({ reach: { 'openDoor/409': fail } });
    expect(verdictOf(report, 'openDoor:R.status/409')).toMatchObject({
      detail: 'reach["openDoor/409"]: the door is gone',
    });
  });

  test('shows a breach in the answer that it leads to', async () => {
    const reach = { 'openDoor/409': [{ operation: 'lockDoor' }] };
    expect(violatedIds(await runOnDoor({ reach }, 'text/html'))).toEqual(['openDoor:R.media/409']);
  });

  test('is not gone by a safe run', async () => {
    const methods = new Set<string>();
    await runOnDoor({
      safe: true,
      reach: { 'openDoor/409': [{ operation: 'lockDoor' }] },
      afterExchange: ({ request }) => void methods.add(request.method),
    });
    expect([...methods]).toEqual(['GET']);
  });
});

describe('what comes before an operation', () => {
  test('makes the thing that it is called with', async () => {
    const lent: string[] = [];
    const made: string[] = [];
    const { report } = await runOnShelf(
      model,
      {},
      {
        only: ['lendBook:R.*'],
        before: {
          lendBook: async (api) => {
            const { body } = await api.call('createBook');
            made.push((body as { readonly id: string }).id); // as the description says
            return { path: { bookId: made[0] ?? '' } };
          },
        },
        afterExchange: ({ request, response }, operation) => {
          if (operation === 'lendBook' && response?.status === 200) lent.push(request.url);
        },
      },
    );
    expect(verdictOf(report, 'lendBook:R.status/200')).toMatchObject({ outcome: 'proved' });
    expect(lent).toEqual([`${baseUrl}/books/${made[0]}/lend`]);
  });
});

describe('an operation that is never to be called', () => {
  test('is not called, neither for its own sake nor for another one', async () => {
    const called = new Set<string>();
    const { report } = await runOnShelf(
      model,
      {},
      {
        never: ['createBook', 'revoke*'],
        afterExchange: ({ request }, operation) => void called.add(`${operation} ${request.method}`),
      },
    );
    expect([...called].filter((call) => /^createBook POST|^revokeToken/.test(call))).toEqual([]);
    expect(verdictOf(report, 'createBook:R.status/201')).toMatchObject({ reason: 'never' });
    expect(verdictOf(report, 'deleteBook:R.status/204')).toMatchObject({ reason: 'no-producer' });
    expect(violatedIds(report)).toEqual([]);
  });
});

describe('credentials', () => {
  test('are made by the operation that the set-up names', async () => {
    const admin = { name: 'admin', credentials: { token: tokens.admin }, roles: ['admin'] };
    const mint = { operation: 'createToken', secret: '/token', scopes: 'scopes', revoke: 'revokeToken' };
    const { report } = await runOnShelf(model, {}, { identities: [admin], mint });
    expect(verdictOf(report, 'listBooks:A.scope.deny/books:read')).toMatchObject({ outcome: 'proved' });
    expect(report.leftBehind).toEqual([]);
  });
});

test('cleans up with the set-up when everything else is done', async () => {
  const statuses: number[] = [];
  const setup = defineSetup({
    identities,
    cleanUp: async (api) => {
      statuses.push((await api.call('listBooks', { as: 'admin' })).status);
    },
  });
  const { shelf } = await runOnShelf(model, {}, { ...setup, only: ['createBook:R.*'] });
  expect(statuses).toEqual([200]);
  expect(shelf.requests).toBeGreaterThan(1);
});

describe('a set-up that does not fit its description', () => {
  const target = { fetch: new Shelf().fetch, baseUrl };

  test('is refused with every mistake, its place and the name that was meant', () => {
    const start = () =>
      runContractTests(model, target, {
        identities: [{ name: 'admin', credentials: { tokn: tokens.admin } }],
        mint: { operation: 'createTokens' },
        reach: {
          'lendBok/409': [],
          'lendBook/418': [],
          lendBook: [],
          'lendBook/409': [{ operation: 'createBok', as: 'admn' }],
        },
        before: { getBok: [] },
        never: ['deleteBok', 'nothing*'],
        values: { 'getBook.bokId': '1' },
      });
    expect(start).toThrow(InvalidSetup);
    expect(start).toThrowErrorMatchingInlineSnapshot(`
      [InvalidSetup: the set-up does not fit the description:
        identities[0].credentials: \`tokn\` is not a security scheme of the description. Did you mean \`token\`?
        mint.operation: \`createTokens\` is not an operation of the description. Did you mean \`createToken\`?
        values["getBook.bokId"]: \`bokId\` is not a parameter of \`getBook\`. Did you mean \`bookId\`?
        never[0]: \`deleteBok\` is not an operation of the description. Did you mean \`deleteBook\`?
        before["getBok"]: \`getBok\` is not an operation of the description. Did you mean \`getBook\`?
        reach["lendBok/409"]: \`lendBok\` is not an operation of the description. Did you mean \`lendBook\`?
        reach["lendBook/418"]: \`418\` is not a status of \`lendBook\`. Did you mean \`401\`?
        reach["lendBook"]: write \`operation/status\`, for example \`getHealth/409\`.
        reach["lendBook/409"][0].operation: \`createBok\` is not an operation of the description. Did you mean \`createBook\`?
        reach["lendBook/409"][0].as: \`admn\` is not an identity of the set-up. Did you mean \`admin\`?]
    `);
  });

  test('is told when a function names what is not there', async () => {
    const reach = {
      'openDoor/409': async (api: SetupApi) => {
        await api.call('lockDor');
        return undefined;
      },
    };
    const place = /reach\["openDoor\/409"\]: `lockDor` .* Did you mean `lockDoor`\?/;
    await expect(runOnDoor({ reach })).rejects.toThrow(place);
  });
});
