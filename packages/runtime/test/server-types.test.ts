import type { Around, Principal, RequestContext } from '@plumbline/runtime/server';
import { createServer } from '@plumbline/runtime/server';
import { expect, expectTypeOf, test } from 'vitest';
import { ask } from './support/ask.ts';
import { contract, type Handlers, type SecurityHandlers } from './support/typed-contract.ts';

// The compiler runs this file too: each `@ts-expect-error` is a mistake that must not compile.

interface Caller extends Principal {
  readonly plan: string;
}
type Context = RequestContext<Caller> & { readonly transaction: { readonly id: number } };

const caller: Caller = { id: 'ada', tenant: 'acme', scopes: [], roles: [], plan: 'paid' };
const security: SecurityHandlers<Caller> = { token: () => caller, key: () => null };
const around: Around<Context> = (context, next) => next({ ...context, transaction: { id: 1 } });
const plain: Handlers = {
  getThing: ({ path }) => ({ status: 200, body: { id: path.id } }),
  listThings: () => ({ status: 200, body: [], page: { next: null, hasMore: false } }),
  getHealth: () => ({ status: 200, body: { ok: true } }),
};
const rich: Handlers<Context> = {
  ...plain,
  getThing: (_request, { principal, transaction }) => ({
    status: 200,
    body: { id: `${principal.plan} ${transaction.id}` },
  }),
};

test('handlers get the context that the hooks make', async () => {
  const server = createServer(contract, rich, { security, around });
  const answer = await ask(server, 'GET /things/1', { headers: { authorization: 'Bearer x' } });
  expect(answer.body).toEqual({ id: 'paid 1' });
  expect((await ask(server, 'GET /health')).status).toBe(200);
});

test('handlers written in place know their request and context', async () => {
  const server = createServer(
    contract,
    {
      getThing: (request, context) => {
        expectTypeOf(request.path.id).toEqualTypeOf<string>();
        expectTypeOf(context.principal).toEqualTypeOf<Principal>();
        return { status: 404, body: { type: context.principal.tenant } };
      },
      listThings: async (request) => {
        expectTypeOf(request.query.limit).toEqualTypeOf<number>();
        return {
          status: 200,
          body: [{ id: String(request.query.limit) }],
          page: { next: null, hasMore: false },
        };
      },
      getHealth: (_request, context) => {
        expectTypeOf(context.principal).toEqualTypeOf<Principal | null>();
        return { status: 200, body: { ok: context.principal === null } };
      },
    },
    {
      security: {
        token: (credentials) => {
          expectTypeOf(credentials.token).toEqualTypeOf<string>();
          return null;
        },
        key: ({ key }) => (key === 'k' ? caller : null),
      },
    },
  );
  const answer = await ask(server, 'GET /things', { headers: { 'x-key': 'k' } });
  expect(answer.body).toEqual([{ id: '20' }]);
});

test('a missing handler does not compile, and is named when it is made all the same', () => {
  const { getThing, getHealth } = plain;
  // @ts-expect-error listThings is missing
  const make = () => createServer(contract, { getThing, getHealth }, { security });
  expect(make).toThrow('No handler for the operation "listThings"');
  const fetch = () => new Response();
  createServer(
    contract,
    { getThing, getHealth },
    { security, unimplemented: { operations: ['listThings'], fetch } },
  );
  // A list that is computed is taken at its word, and checked when the server is made.
  const operations: string[] = ['listThings'];
  createServer(contract, { getThing, getHealth }, { security, unimplemented: { operations, fetch } });
});

test('a missing security handler does not compile', () => {
  // @ts-expect-error key is missing
  expect(() => createServer(contract, plain, { security: { token: () => null } })).toThrow('"key"');
  // @ts-expect-error security is missing
  expect(() => createServer(contract, plain, {})).toThrow('"token"');
});

test('an undeclared status, a wrong body for a status and a missing page do not compile', () => {
  const wrong = {
    // @ts-expect-error 201 is not declared
    getThing: (): ReturnType<Handlers['getThing']> => ({ status: 201, body: { id: '1' } }),
    // @ts-expect-error the body of 404 is a problem
    getOther: (): ReturnType<Handlers['getThing']> => ({ status: 404, body: { id: '1' } }),
    // @ts-expect-error a list says where its page stands
    listThings: (): ReturnType<Handlers['listThings']> => ({ status: 200, body: [] }),
  };
  expect(Object.keys(wrong)).toHaveLength(3);
  // @ts-expect-error 201 is not declared, for handlers written in place too
  createServer(contract, { ...plain, getThing: () => ({ status: 201, body: { id: '1' } }) }, { security });
});

test('hooks that do not make the context do not compile', () => {
  // @ts-expect-error around is missing, and handlers need its transaction
  createServer(contract, rich, { security });
  const token = () => ({ ...caller, plan: undefined });
  // @ts-expect-error the callers have no plan
  createServer(contract, rich, { security: { token, key: () => null }, around });
  const incomplete: Around<RequestContext<Caller>> = (context, next) => next({ ...context });
  // @ts-expect-error the hook adds no transaction
  createServer(contract, rich, { security, around: incomplete });
  expect(() => createServer(contract, rich, { security, around })).not.toThrow();
});
