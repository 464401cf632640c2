import type { ApiModel } from '@plumbline/openapi';
import { expect, test } from 'vitest';
import { runContractTests } from '../src/index.ts';
import { baseUrl, identities, loadShelf, stopped } from './load-shelf.ts';
import { Shelf } from './shelf/shelf.ts';

const model = await loadShelf();

/** The library also takes notices, which have names and keys as books do and are tested before them. */
function withNotices({ operations, ...rest }: ApiModel): ApiModel {
  const [createBook] = operations.filter(({ id }) => id === 'createBook');
  if (!createBook) throw new Error('The library takes no books.');
  return { ...rest, operations: [{ ...createBook, id: 'createNotice', path: '/notices' }, ...operations] };
}

/** That the key of another operation is free shows with whatever operation used one first. */
const chosen = {
  only: ['createNotice', 'createBook', 'updateBook', 'listBooks'],
  except: ['*:I.scope.op'],
} as const;

const isNotice = ({ url }: Request): boolean => new URL(url).pathname === '/notices';

let notices = 0;
const takeNotice = async (request: Request): Promise<Response> => {
  notices += 1;
  return new Response(await request.text(), { status: 201, headers: { 'content-type': 'application/json' } });
};

/** Every request that is no notice, whole. */
async function requestsOf(described: ApiModel): Promise<readonly string[]> {
  const shelf = new Shelf(stopped);
  const log: string[] = [];
  const fetch = async (request: Request): Promise<Response> => {
    if (isNotice(request)) return takeNotice(request);
    const { method, url, headers } = request;
    log.push(JSON.stringify([method, url, [...headers], await request.clone().text()]));
    return shelf.fetch(request);
  };
  const settings = { identities, ...chosen, run: 'test', concurrency: 1, ...stopped };
  await runContractTests(described, { fetch, baseUrl }, settings).report;
  return log;
}

test('one more operation in a description changes no request to the others', async () => {
  const before = await requestsOf(model);
  const after = await requestsOf(withNotices(model));
  expect(notices).toBeGreaterThan(10);
  expect(before.length).toBeGreaterThan(100);
  expect(after).toEqual(before);
});
