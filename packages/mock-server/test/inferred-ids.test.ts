import { describe, expect, test } from 'vitest';
import { documentOf, json } from './documents.ts';
import { ask, mockOf, sendJson } from './mock-of.ts';

/** Small APIs whose ids stand elsewhere than in a property `id` that the path takes as it is. */

const text = { type: 'string' };
const object = (properties: Record<string, unknown>, required: readonly string[] = []) => ({
  type: 'object',
  properties,
  required,
});
const parameter = (name: string, schema: unknown = text) => ({ name, in: 'path', required: true, schema });
const body = (schema: unknown) => ({ required: true, content: { 'application/json': { schema } } });
const missing = { 404: { description: 'Not there.' } };

/** Create, list, read and replace of one kind of thing. */
function collectionOf(path: string, { thing, id, list, more = {} }: Collection): unknown {
  return documentOf({
    [path]: {
      get: { operationId: 'list', responses: { 200: json(list) } },
      post: { operationId: 'add', requestBody: body(thing), responses: { 201: json({ schema: thing }) } },
    },
    [`${path}/{${id.name}}`]: {
      parameters: [id],
      get: { operationId: 'read', responses: { 200: json({ schema: thing }), ...missing } },
      put: {
        operationId: 'change',
        requestBody: body(thing),
        responses: { 200: json({ schema: thing }), ...missing },
      },
      ...more,
    },
  });
}

interface Collection {
  readonly thing: unknown;
  readonly id: ReturnType<typeof parameter>;
  /** The content of the list's answer. */
  readonly list: Record<string, unknown>;
  readonly more?: Record<string, unknown>;
}

const start = (document: unknown) => mockOf(document, { state: true, errors: true });

describe('an id under `metadata`', () => {
  const metadata = object({ name: text, labels: { type: 'object' } });
  const pod = object({ metadata, spec: object({ image: text }) }, ['metadata']);
  const shown = { metadata: { name: 'web' }, spec: { image: 'nginx' } };
  const pods = collectionOf('/pods', {
    thing: pod,
    id: parameter('name'),
    list: { schema: object({ items: { type: 'array', items: pod } }), example: { items: [shown] } },
  });

  test('names the whole thing, all of which is kept', async () => {
    const mock = await start(pods);
    expect((await ask(mock, 'GET /pods/web')).body).toEqual(shown);
    const sent = { metadata: { name: 'db', labels: { tier: 'back' } }, spec: { image: 'postgres' } };
    expect(await ask(mock, 'POST /pods', sendJson(sent))).toMatchObject({ status: 201, body: sent });
    expect((await ask(mock, 'GET /pods/db')).body).toEqual(sent);
    expect((await ask(mock, 'GET /pods')).body).toEqual({ items: [shown, sent] });
  });

  test('stays what it is when the thing is replaced', async () => {
    const mock = await start(pods);
    const sent = { metadata: { name: 'other' }, spec: { image: 'caddy' } };
    const replaced = { metadata: { name: 'web' }, spec: { image: 'caddy' } };
    expect((await ask(mock, 'PUT /pods/web', sendJson(sent))).body).toEqual(replaced);
    expect((await ask(mock, 'GET /pods/web')).body).toEqual(replaced);
    expect((await ask(mock, 'GET /pods/other')).status).toBe(404);
  });

  test('is not looked for where the thing has one itself', async () => {
    const tagged = object({ id: text, metadata }, ['id']);
    const example = [{ id: 'a', metadata: { name: 'b' } }];
    const list = { schema: { type: 'array', items: tagged }, example };
    const mock = await start(collectionOf('/pods', { thing: tagged, id: parameter('podId'), list }));
    expect((await ask(mock, 'GET /pods/a')).status).toBe(200);
    expect((await ask(mock, 'GET /pods/b')).status).toBe(404);
  });
});

describe('a list of a frame in capitals', () => {
  const person = object({ Name: text, Id: text });
  const frame = object({
    Items: { type: 'array', items: person },
    TotalRecordCount: { type: 'integer' },
    StartIndex: { type: 'integer' },
  });
  const people = (schema: unknown, example: unknown) =>
    collectionOf('/Persons', { thing: person, id: parameter('name'), list: { schema, example } });

  test('tells which things there are, and no others are found', async () => {
    const example = { Items: [{ Name: 'Ada', Id: '1' }], TotalRecordCount: 1, StartIndex: 0 };
    const mock = await start(people(frame, example));
    expect((await ask(mock, 'GET /Persons/Ada')).body).toEqual({ Name: 'Ada', Id: '1' });
    expect((await ask(mock, 'GET /Persons/Nobody')).status).toBe(404);
  });

  test('is none where parts of one thing are listed', async () => {
    const album = object({ Title: text, Tracks: { type: 'array', items: person } });
    const example = { Title: 'Live', Tracks: [{ Name: 'Ada', Id: '1' }] };
    const mock = await start(people(album, example));
    await ask(mock, 'POST /Persons', sendJson({ Name: 'Bob' }));
    expect((await ask(mock, 'GET /Persons')).body).toEqual(example);
  });
});

describe('an id that the path does not take', () => {
  const gif = object({ id: { ...text, example: 'YsTs5ltWtEhnq' }, title: text });
  const gifs = (schema: unknown) =>
    collectionOf('/gifs', { thing: gif, id: parameter('gifId', schema), list: { schema: listOf(gif) } });
  const listOf = (items: unknown) => object({ data: { type: 'array', items } });
  const firstId = async (document: unknown) => {
    const mock = await start(document);
    const { data } = (await ask(mock, 'GET /gifs')).body as { data: readonly { id: string }[] };
    return { mock, id: data[0]?.id ?? '' };
  };

  test('gives way to one that it takes, so that what is listed can be read', async () => {
    const { mock, id } = await firstId(gifs({ type: 'integer' }));
    expect(id).toMatch(/^-?\d+$/);
    expect(await ask(mock, `GET /gifs/${id}`)).toMatchObject({ status: 200, body: { id } });
  });

  test('stays where the path takes it', async () => {
    const { id } = await firstId(gifs(text));
    expect(id).toBe('YsTs5ltWtEhnq');
  });

  test('is made for things that may leave theirs out', async () => {
    const uuid = { type: 'string', format: 'uuid' };
    const device = object({ id: uuid, title: text });
    const list = { schema: listOf(device), example: { data: [{ title: 'lamp' }, { title: 'door' }] } };
    const mock = await start(collectionOf('/gifs', { thing: device, id: parameter('gifId', uuid), list }));
    const { data } = (await ask(mock, 'GET /gifs')).body as { data: readonly { id: string }[] };
    expect(data.length).toBeGreaterThan(0);
    for (const { id } of data) expect((await ask(mock, `GET /gifs/${id}`)).status).toBe(200);
  });
});

describe('a PUT on what is not there', () => {
  const unit = object({ id: text, title: text });
  const only = (responses: Record<string, unknown>, id = 'change') =>
    documentOf({
      '/units': {
        get: {
          operationId: 'list',
          responses: { 200: json({ schema: { type: 'array', items: unit }, example: [{ id: 'a' }] }) },
        },
      },
      '/units/{unitId}': {
        parameters: [parameter('unitId')],
        get: { operationId: 'read', responses: { 200: json({ schema: unit }), ...missing } },
        put: { operationId: id, requestBody: body(unit), responses },
      },
    });
  const shown = { 200: json({ schema: unit }) };
  const put = async (document: unknown) => {
    const mock = await start(document);
    const { status } = await ask(mock, 'PUT /units/new', sendJson({ title: 'x' }));
    return [status, (await ask(mock, 'GET /units/new')).status];
  };

  test('is refused where the operation knows 404 and shows the thing', async () => {
    expect(await put(only({ ...shown, ...missing }))).toEqual([404, 404]);
  });

  test('makes it where nothing else does and 404 is not declared, it answers 201, or it is named so', async () => {
    expect(await put(only(shown))).toEqual([200, 200]);
    expect(await put(only({ 201: json({ schema: unit }), ...missing }))).toEqual([201, 200]);
    expect(await put(only({ ...shown, ...missing }, 'createOrUpdateUnit'))).toEqual([200, 200]);
  });

  test('makes it where being there is all that there is to it', async () => {
    expect(await put(only({ 204: { description: 'Done.' }, ...missing }))).toEqual([204, 200]);
  });
});

describe('what is written and the schema of the answer does not take', () => {
  const cat = object({ kind: { enum: ['cat'] }, id: text, lives: { type: 'integer' } }, ['kind', 'lives']);
  const dog = object({ kind: { enum: ['dog'] }, id: text, weight: { type: 'integer' } }, ['kind', 'weight']);
  const animal = { oneOf: [cat, dog] };
  const sent = object({ kind: text, name: text, weight: {} });
  const animals = documentOf({
    '/animals': {
      get: { operationId: 'list', responses: { 200: json({ schema: { type: 'array', items: animal } }) } },
      post: { operationId: 'add', requestBody: body(sent), responses: { 201: json({ schema: animal }) } },
    },
    '/animals/{animalId}': {
      parameters: [parameter('animalId')],
      get: { operationId: 'read', responses: { 200: json({ schema: animal }), ...missing } },
    },
  });
  const create = async (value: unknown) => {
    const mock = await start(animals);
    const created = await ask(mock, 'POST /animals', sendJson(value));
    const { id } = created.body as { id: string };
    return { created, read: await ask(mock, `GET /animals/${id}`) };
  };

  test('is kept as far as it fits, under its id', async () => {
    const { created, read } = await create({ kind: 'unicorn', weight: 'much' });
    expect(created.headers.get('plumbline-answer')).toBe('state');
    expect(read).toMatchObject({ status: 200, body: created.body as Record<string, unknown> });
  });

  test('is left alone where all of it fits', async () => {
    const { created, read } = await create({ kind: 'dog', weight: 7 });
    expect(created.body).toMatchObject({ kind: 'dog', weight: 7 });
    expect(read.body).toEqual(created.body);
  });
});

describe('a list at a path that ends in an id', () => {
  const repository = object({ uuid: text, name: text }, ['uuid']);
  const frame = (items: unknown) => object({ values: { type: 'array', items }, size: { type: 'integer' } });
  const repositories = (answer: unknown, example: unknown) =>
    documentOf({
      '/repositories': {
        get: {
          operationId: 'listAll',
          responses: { 200: json({ schema: frame(repository), example: { values: [{ uuid: 'acme' }] } }) },
        },
      },
      '/repositories/{workspace}': {
        parameters: [parameter('workspace')],
        get: { operationId: 'listOf', responses: { 200: json({ schema: answer, example }), ...missing } },
      },
      '/repositories/{workspace}/{repository}': {
        parameters: [parameter('workspace'), parameter('repository')],
        get: { operationId: 'read', responses: { 200: json({ schema: repository }), ...missing } },
        put: {
          operationId: 'change',
          requestBody: body(repository),
          responses: { 200: json({ schema: repository }), ...missing },
        },
      },
    });

  test('is of what stands below it', async () => {
    const mock = await start(
      repositories(frame(repository), { values: [{ uuid: 'shop', name: 'Shop' }], size: 1 }),
    );
    expect((await ask(mock, 'GET /repositories/acme/shop')).body).toEqual({ uuid: 'shop', name: 'Shop' });
    await ask(mock, 'PUT /repositories/acme/shop', sendJson({ uuid: 'shop', name: 'Store' }));
    expect((await ask(mock, 'GET /repositories/acme')).body).toMatchObject({
      values: [{ uuid: 'shop', name: 'Store' }],
    });
    expect((await ask(mock, 'GET /repositories/other')).status).toBe(404);
  });

  test('is a thing where it has an id beside its parts', async () => {
    const workspace = object({ uuid: text, values: { type: 'array', items: repository } }, ['uuid']);
    const shown = { uuid: 'acme', values: [{ uuid: 'shop' }] };
    const mock = await start(repositories(workspace, shown));
    expect((await ask(mock, 'GET /repositories/acme')).body).toEqual(shown);
  });
});

describe('things that no property tells the id of', () => {
  const user = object({ uri: text, name: text });
  const users = (thing: unknown, example: unknown) =>
    collectionOf('/users', {
      thing,
      id: parameter('userId', { type: 'integer' }),
      list: { schema: { type: 'array', items: thing }, example: [example] },
    });

  test('are found by whatever id is asked for, and stay as they are left', async () => {
    const mock = await start(users(user, { uri: '/users/7', name: 'Ada' }));
    expect((await ask(mock, 'GET /users/7')).status).toBe(200);
    await ask(mock, 'PUT /users/7', sendJson({ uri: '/users/7', name: 'Bob' }));
    expect((await ask(mock, 'GET /users/7')).body).toMatchObject({ name: 'Bob' });
  });

  test('are unlike those with an id, which are found by theirs only', async () => {
    const known = object({ id: { type: 'integer' }, name: text });
    const mock = await start(users(known, { id: 7, name: 'Ada' }));
    expect((await ask(mock, 'GET /users/7')).status).toBe(200);
    expect((await ask(mock, 'GET /users/8')).status).toBe(404);
  });
});

describe('an id that an operation declares', () => {
  const gadget = object({ id: { type: 'integer' }, serial: text }, ['id', 'serial']);
  const gadgets = (declared: Record<string, unknown>) =>
    collectionOf('/gadgets', {
      thing: gadget,
      id: parameter('gadget'),
      list: { schema: { type: 'array', items: gadget }, example: [{ id: 7, serial: 'a-1' }] },
      more: {
        get: { operationId: 'read', ...declared, responses: { 200: json({ schema: gadget }), ...missing } },
      },
    });

  test('is taken from where it says', async () => {
    const resource = { type: 'Gadget', op: 'read', id: '$response.body#/serial' };
    const mock = await start(gadgets({ 'x-contract-resource': resource }));
    expect(await ask(mock, 'GET /gadgets/a-1')).toMatchObject({ status: 200, body: { id: 7 } });
    const made = await ask(mock, 'POST /gadgets', sendJson({ id: 8, serial: 'b-2' }));
    const { serial } = made.body as { serial: string }; // as the schema has it, which the mock holds to
    expect(await ask(mock, `GET /gadgets/${serial}`)).toMatchObject({ status: 200, body: made.body });
  });

  test('is the property of that name where nothing says otherwise', async () => {
    const mock = await start(gadgets({}));
    expect((await ask(mock, 'GET /gadgets/a-1')).status).toBe(404);
    expect(await ask(mock, 'GET /gadgets/7')).toMatchObject({ status: 200, body: { serial: 'a-1' } });
  });
});
