import { createChecks } from '@plumbline/json-schema';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { answering, documentOf, json } from './documents.ts';
import { ask, mockOf, prefer } from './mock-of.ts';

const person = {
  type: 'object',
  required: ['name', 'born', 'mail'],
  properties: {
    name: { type: 'string', minLength: 3 },
    born: { type: 'integer', minimum: 1900, maximum: 2026 },
    mail: { type: 'string', format: 'email' },
  },
};
const people = answering({
  200: json({ schema: person, example: { name: 'Ada', born: 1915, mail: 'a@b.example' } }),
});

test('makes a value instead of the example when the request or the option asks for it', async () => {
  const asked = await ask(await mockOf(people), 'GET /thing', prefer('dynamic=true'));
  const always = await ask(await mockOf(people, { dynamic: true }), 'GET /thing');
  expect(asked.body).not.toMatchObject({ name: 'Ada' });
  expect(always.body).not.toMatchObject({ name: 'Ada' });
});

test('answers the example when the request asks for no dynamic value', async () => {
  const answer = await ask(await mockOf(people, { dynamic: true }), 'GET /thing?__dynamic=false');
  expect(answer.body).toMatchObject({ name: 'Ada' });
});

test('makes the same value for the same seed, from one start to the next', async () => {
  const options = { dynamic: true, seed: 'monday' };
  const first = await ask(await mockOf(people, options), 'GET /thing');
  const second = await ask(await mockOf(people, options), 'GET /thing');
  const other = await ask(await mockOf(people, { dynamic: true, seed: 'tuesday' }), 'GET /thing');
  expect(second.text).toBe(first.text);
  expect(other.text).not.toBe(first.text);
});

test('lets a request choose the seed', async () => {
  const mock = await mockOf(people);
  const first = await ask(mock, 'GET /thing', prefer('dynamic=true, seed=a'));
  const same = await ask(mock, 'GET /thing?__dynamic=true&__seed=a');
  const other = await ask(mock, 'GET /thing', prefer('dynamic=true, seed=b'));
  expect(same.text).toBe(first.text);
  expect(other.text).not.toBe(first.text);
});

test('makes other values each time without a seed', async () => {
  const mock = await mockOf(people, { dynamic: true });
  const texts = await Promise.all(
    Array.from({ length: 5 }, async () => (await ask(mock, 'GET /thing')).text),
  );
  expect(new Set(texts).size).toBeGreaterThan(1);
});

test('makes valid values for every seed', async () => {
  const check = createChecks({}).compile(person);
  const mock = await mockOf(people, { errors: true });
  await fc.assert(
    fc.asyncProperty(fc.nat(), async (seed) => {
      const answer = await ask(mock, 'GET /thing', prefer(`dynamic=true, seed=${seed}`));
      expect(check(answer.body)).toBe(true);
    }),
    { seed: 42, numRuns: 50 },
  );
});

test('answers the example where there is no schema to make a value of', async () => {
  const mock = await mockOf(answering({ 200: json({ example: { a: 1 } }) }), { dynamic: true });
  expect(await ask(mock, 'GET /thing')).toMatchObject({ status: 200, body: { a: 1 } });
});

test('ends a recursion', async () => {
  const schemas = {
    Tree: {
      type: 'object',
      required: ['name', 'children'],
      properties: {
        name: { type: 'string' },
        children: { type: 'array', items: { $ref: '#/components/schemas/Tree' } },
      },
    },
  };
  const responses = { 200: json({ schema: { $ref: '#/components/schemas/Tree' } }) };
  const document = documentOf({ '/thing': { get: { responses } } }, { components: { schemas } });
  const mock = await mockOf(document, { dynamic: true, seed: 1 });
  const answer = await ask(mock, 'GET /thing');
  expect(answer).toMatchObject({ status: 200, body: { children: expect.any(Array) } });
});

test('keeps nested lists small', async () => {
  const leaf = {
    type: 'object',
    properties: { a: { type: 'string' }, b: { type: 'string' }, c: { type: 'number' } },
  };
  const list = (items: unknown) => ({ type: 'array', items });
  const schema = list(list(list(leaf)));
  const mock = await mockOf(answering({ 200: json({ schema }) }), { dynamic: true });
  for (let seed = 0; seed < 10; seed++) {
    const answer = await ask(mock, 'GET /thing', prefer(`seed=${seed}`));
    expect(answer.status).toBe(200);
    expect(answer.text.length).toBeLessThan(1_000_000);
  }
});

test('answers 500 and says why where no value exists', async () => {
  const schema = { type: 'string', minLength: 5, maxLength: 2 };
  const mock = await mockOf(answering({ 200: json({ schema }) }));
  expect(await ask(mock, 'GET /thing')).toMatchObject({
    status: 500,
    body: { type: 'https://stoplight.io/prism/errors#SCHEMA_TOO_COMPLEX' },
  });
  expect(mock.diagnostics).toMatchObject([{ rule: 'mock/no-value' }]);
});
