import { toApiModel } from '@plumbline/openapi';
import { describe, expect, test } from 'vitest';
import { runContractTests } from '../src/index.ts';
import { violatedIds } from './load-shelf.ts';

const id = { type: 'string', format: 'uuid' };
const named = { type: 'object', required: ['id'], properties: { id } };
const json = (schema: unknown) => ({ 'application/json': { schema } });
const parameters = [{ name: 'id', in: 'path', required: true, schema: id }];
const gone = { 204: { description: 'Gone.' }, 404: { description: 'Not there.' } };
const create = (operationId: string, properties: Record<string, unknown>) => ({
  operationId,
  requestBody: {
    required: true,
    content: json({ type: 'object', required: Object.keys(properties), properties }),
  },
  responses: {
    201: { description: 'Made.', content: json(named) },
    400: { description: 'Wrong.' },
    404: { description: 'Not there.' },
  },
});
const read = (operationId: string) => ({
  operationId,
  parameters,
  responses: { 200: { description: 'It.', content: json(named) }, 404: { description: 'Not there.' } },
});

/** Notes name the folder they lie in; folders belong to a house. */
const { model } = toApiModel({
  document: {
    openapi: '3.1.1',
    info: { title: 'Notes', version: '1' },
    security: [{ token: [] }],
    'x-contract-tenancy': { tenant: 'house', foreign: '404' },
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
    paths: {
      '/folders': { post: create('createFolder', { name: { type: 'string', minLength: 1 } }) },
      '/folders/{id}': {
        get: read('getFolder'),
        delete: { operationId: 'deleteFolder', parameters, responses: gone },
      },
      '/notes': { post: create('createNote', { folderId: id }) },
      '/notes/{id}': {
        get: read('getNote'),
        delete: { operationId: 'deleteNote', parameters, responses: gone },
      },
    },
  },
  sourceOf: (pointer) => ({ file: 'openapi.yaml', pointer }),
  locate: (place) => place,
});

/** @param looksAt which folders a note may lie in: those of its house, of every house, or none is looked at. */
function createHouses(looksAt: 'own' | 'every' | 'none'): (request: Request) => Promise<Response> {
  const owners = new Map<string, string>();
  let made = 0;

  function add(house: string): Response {
    made += 1;
    const name = `00000000-0000-4000-8000-${String(made).padStart(12, '0')}`;
    owners.set(name, house);
    return Response.json({ id: name }, { status: 201 });
  }

  function addNote(house: string, folder: unknown): Response {
    if (typeof folder !== 'string') return new Response(null, { status: 400 });
    const owner = owners.get(folder);
    const isThere = looksAt === 'none' || (looksAt === 'own' ? owner === house : owner !== undefined);
    return isThere ? add(house) : new Response(null, { status: 404 });
  }

  return async (request) => {
    const house = /^Bearer (north|south)$/.exec(request.headers.get('authorization') ?? '')?.[1];
    if (house === undefined) return new Response(null, { status: 401 });
    const [, collection, name = ''] = new URL(request.url).pathname.split('/');
    if (request.method === 'POST') {
      const body = await request.json().catch(() => ({}));
      return collection === 'folders' ? add(house) : addNote(house, Object(body).folderId);
    }
    if (owners.get(name) !== house) return new Response(null, { status: 404 });
    if (request.method === 'GET') return Response.json({ id: name });
    owners.delete(name);
    return new Response(null, { status: 204 });
  };
}

const run = (looksAt: 'own' | 'every' | 'none') =>
  runContractTests(
    model,
    { fetch: createHouses(looksAt), baseUrl: 'http://houses.test' },
    {
      run: 'test',
      only: ['T.*', 'L.unknown'],
      identities: ['north', 'south'].map((house) => ({
        name: house,
        tenant: house,
        credentials: { token: house },
      })),
    },
  ).report;

const reference = 'createNote:T.create-parent/body/folderId';

describe('a body that names what another tenant has', () => {
  test('is refused by a server that keeps tenants apart', async () => {
    const report = await run('own');
    expect(report.results.filter(({ verdict }) => verdict.outcome !== 'proved')).toEqual([]);
    expect(report.results.map((result) => result.id)).toContain(reference);
  });

  test('is a breach where it is taken', async () => {
    expect(violatedIds(await run('every'))).toEqual([reference]);
  });

  test('is none where names are not looked at', async () => {
    const report = await run('none');
    expect(violatedIds(report)).toEqual([]);
    expect(report.results.find((result) => result.id === reference)?.verdict).toMatchObject({
      reason: 'unspecified',
    });
  });
});
