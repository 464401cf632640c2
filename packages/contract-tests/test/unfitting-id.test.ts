import { toApiModel } from '@plumbline/openapi';
import { expect, test } from 'vitest';
import { runContractTests } from '../src/index.ts';
import { violatedIds } from './load-shelf.ts';

const member = { type: 'object', required: ['id'], properties: { id: { type: 'string' } } };
const answer = (schema: unknown) => ({
  description: 'As asked.',
  content: { 'application/json': { schema } },
});
const id = { name: 'id', in: 'path', required: true, schema: { type: 'integer' } };

/** Members are listed with texts for ids, and asked for by a number. */
const { model } = toApiModel({
  document: {
    openapi: '3.1.1',
    info: { title: 'Club', version: '1' },
    paths: {
      '/members': {
        get: { operationId: 'listMembers', responses: { 200: answer({ type: 'array', items: member }) } },
      },
      '/members/{id}': {
        get: { operationId: 'getMember', parameters: [id], responses: { 200: answer(member) } },
      },
    },
  },
  sourceOf: (pointer) => ({ file: 'openapi.yaml', pointer }),
  locate: (place) => place,
});

async function fetch({ url }: Request): Promise<Response> {
  const [, last = ''] = /\/members\/([^/?]*)/.exec(url) ?? [];
  if (last === '') return Response.json([{ id: 'ada' }]);
  return /^-?\d+$/.test(last) ? Response.json({ id: last }) : new Response(null, { status: 400 });
}

test('asks for nothing by an id that its description does not allow', async () => {
  const target = { fetch, baseUrl: 'http://club.test' };
  const { report } = runContractTests(model, target, { run: 'test', except: ['L.*', 'Q.*'] });
  expect(violatedIds(await report)).toEqual([]);
  const ofMember = (await report).results.filter(({ operation }) => operation === 'getMember');
  expect(ofMember.filter(({ verdict }) => verdict.outcome === 'proved')).not.toEqual([]);
});
