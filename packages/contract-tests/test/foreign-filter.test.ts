import { toApiModel } from '@plumbline/openapi';
import { describe, expect, test } from 'vitest';
import { runContractTests } from '../src/index.ts';
import { violatedIds } from './load-shelf.ts';

const id = { type: 'string', format: 'uuid' };
const note = { type: 'object', required: ['id', 'folderId'], properties: { id, folderId: id } };
const json = (schema: unknown) => ({ 'application/json': { schema } });
const path = [{ name: 'id', in: 'path', required: true, schema: id }];
const missing = { description: 'Not there.' };
const make = (operationId: string, schema: unknown, made: unknown) => ({
  operationId,
  requestBody: { required: true, content: json(schema) },
  responses: { 201: { description: 'Made.', content: json(made) }, 400: missing, 404: missing },
});
const remove = (operationId: string) => ({
  operationId,
  parameters: path,
  responses: { 204: { description: 'Gone.' }, 404: missing },
});

/** Notes lie in folders, and folders belong to a house; notes are listed by folder. */
const { model } = toApiModel({
  document: {
    openapi: '3.1.1',
    info: { title: 'Notes', version: '1' },
    security: [{ token: [] }],
    'x-contract-tenancy': { tenant: 'house', foreign: '404' },
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
    paths: {
      '/folders': {
        post: make(
          'createFolder',
          { type: 'object', required: ['name'], properties: { name: { type: 'string' } } },
          { type: 'object', required: ['id'], properties: { id } },
        ),
      },
      '/folders/{id}': { delete: remove('deleteFolder') },
      '/notes': {
        get: {
          operationId: 'listNotes',
          parameters: [{ name: 'folderId', in: 'query', schema: id }],
          responses: {
            200: { description: 'Notes.', content: json({ type: 'array', items: note }) },
            404: missing,
          },
        },
        post: make(
          'createNote',
          { type: 'object', required: ['folderId'], properties: { folderId: id } },
          note,
        ),
      },
      '/notes/{id}': { delete: remove('deleteNote') },
    },
  },
  sourceOf: (pointer) => ({ file: 'openapi.yaml', pointer }),
  locate: (place) => place,
});

/** What a list does with the folder of another house: shows nothing, refuses, shows what is in it, or looks at none. */
type Filter = 'empty' | 'refused' | 'open' | 'ignored';

interface Thing {
  readonly id: string;
  readonly house: string;
  readonly folderId?: string;
}

/** North and south have a folder with a note each. */
function createHouses(filter: Filter): (request: Request) => Promise<Response> {
  const things = new Map<string, Thing>();

  function add(house: string, folderId?: string): Response {
    const name = `00000000-0000-4000-8000-${String(things.size + 1).padStart(12, '0')}`;
    const thing = { id: name, house, ...(folderId === undefined ? {} : { folderId }) };
    things.set(name, thing);
    return Response.json(thing, { status: 201 });
  }

  function list(house: string, folder: string | null): Response {
    const isForeign = folder !== null && things.get(folder)?.house !== house;
    if (isForeign && filter === 'refused') return new Response(null, { status: 404 });
    const isShown = (thing: Thing) =>
      thing.folderId !== undefined &&
      (thing.house === house || (filter === 'open' && isForeign)) &&
      (filter === 'ignored' || folder === null || thing.folderId === folder);
    return Response.json([...things.values()].filter(isShown));
  }

  for (const house of ['north', 'south']) {
    add(house);
    add(house, [...things.keys()].at(-1));
  }
  return async (request) => {
    const house = /^Bearer (north|south)$/.exec(request.headers.get('authorization') ?? '')?.[1];
    if (house === undefined) return new Response(null, { status: 401 });
    const { pathname, searchParams } = new URL(request.url);
    const [, collection, name = ''] = pathname.split('/');
    if (request.method === 'GET') return list(house, searchParams.get('folderId'));
    if (request.method === 'POST') {
      const { folderId } = Object(await request.json().catch(() => ({})));
      if (collection === 'folders') return add(house);
      const isOwn = things.get(String(folderId))?.house === house;
      return isOwn ? add(house, folderId) : new Response(null, { status: 404 });
    }
    const isThere = things.get(name)?.house === house && things.delete(name);
    return new Response(null, { status: isThere ? 204 : 404 });
  };
}

const obligation = 'listNotes:T.list/query/folderId';

const run = (filter: Filter) =>
  runContractTests(
    model,
    { fetch: createHouses(filter), baseUrl: 'http://houses.test' },
    {
      run: 'test',
      only: ['T.*'],
      identities: ['north', 'south'].map((house) => ({
        name: house,
        tenant: house,
        credentials: { token: house },
      })),
    },
  ).report;

const verdictOf = async (filter: Filter) =>
  (await run(filter)).results.find((result) => result.id === obligation)?.verdict;

describe('a filter by what another tenant has', () => {
  test.for(['empty', 'refused'] as const)('shows nothing of it: %s', async (filter) => {
    expect(await verdictOf(filter)).toMatchObject({ outcome: 'proved' });
  });

  test('is a breach where it shows what the other tenant sees', async () => {
    expect(violatedIds(await run('open'))).toContain(obligation);
  });

  test('is none where the filter is not looked at and all that is shown is the caller’s own', async () => {
    const report = await run('ignored');
    expect(violatedIds(report)).toEqual([]);
    expect(report.results.find((result) => result.id === obligation)?.verdict).toMatchObject({
      reason: 'unspecified',
    });
  });
});
