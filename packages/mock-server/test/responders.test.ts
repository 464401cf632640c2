import { expect, test } from 'vitest';
import type { Responder } from '../src/index.ts';
import { answering, json, shop } from './documents.ts';
import { ask, mockOf, prefer, sendJson } from './mock-of.ts';

const schema = { type: 'object', required: ['name'], properties: { name: { type: 'string' } } };
const people = answering({ 200: json({ schema, example: { name: 'Ada' } }) });
const answerWith =
  (body: unknown): Responder =>
  () => ({ status: 200, body });

test('answers what the first responder with an answer says', async () => {
  const responders = [() => undefined, answerWith({ name: 'Eve' }), answerWith({ name: 'Bob' })];
  const mock = await mockOf(people, { responders, errors: true });
  expect(await ask(mock, 'GET /thing')).toMatchObject({ status: 200, body: { name: 'Eve' } });
});

test('answers the example when no responder has an answer', async () => {
  const mock = await mockOf(people, { responders: [() => undefined] });
  expect((await ask(mock, 'GET /thing')).body).toEqual({ name: 'Ada' });
});

test('lets a preferred status or example win over responders', async () => {
  const mock = await mockOf(people, { responders: [answerWith({ name: 'Eve' })] });
  expect((await ask(mock, 'GET /thing', prefer('code=200'))).body).toEqual({ name: 'Ada' });
});

test('hands responders the operation and the request as read by its description', async () => {
  const seen: unknown[] = [];
  const responder: Responder = (operation, { path, query, body }) => {
    seen.push([operation.id, path.id, query.dryRun, body]);
    return undefined;
  };
  const mock = await mockOf(shop(), { responders: [responder], security: false });
  await ask(mock, 'GET /orders/12');
  await ask(mock, 'POST /orders?dryRun=true', sendJson({ item: 'tea' }));
  await ask(mock, 'POST /orders', sendJson({}));
  expect(seen).toEqual([
    ['getOrder', 12, undefined, undefined],
    ['createOrder', undefined, true, { item: 'tea' }],
  ]);
});

test('sends an answer against the description with its violations, and 500 with errors on', async () => {
  const responders = [answerWith({ nom: 'Eve' })];
  const lenient = await ask(await mockOf(people, { responders }), 'GET /thing');
  expect(lenient).toMatchObject({ status: 200, body: { nom: 'Eve' } });
  expect(JSON.parse(lenient.headers.get('sl-violations') ?? '')).toMatchObject([
    { location: ['response', 'body', 'name'], code: 'required' },
  ]);
  expect(await ask(await mockOf(people, { responders, errors: true }), 'GET /thing')).toMatchObject({
    status: 500,
    body: {
      type: 'https://stoplight.io/prism/errors#VIOLATIONS',
      validation: [{ location: ['response', 'body', 'name'], code: 'required' }],
    },
  });
});

test('answers 500 when a responder throws', async () => {
  const responders: Responder[] = [
    () => {
      throw new Error('no luck');
    },
  ];
  expect(await ask(await mockOf(people, { responders }), 'GET /thing')).toMatchObject({
    status: 500,
    body: { detail: expect.stringContaining('no luck') },
  });
});
