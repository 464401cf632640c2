/** Compiled, not run: what the generated server interface must accept and refuse. */

import type { Contract } from '@plumbline/runtime/contract';
import { createServer, type Principal, type RequestContext } from '@plumbline/runtime/server';
import { contract as data } from './generated/pets/contract.ts';
import type { Pet, PetRequest } from './generated/pets/schemas.ts';
import { contract, type Handlers, type SecurityHandlers } from './generated/pets/server.ts';

const pet: Pet = { id: 1, name: 'Ada', kind: 'cat' };
data satisfies Contract;

export const handlers: Handlers = {
  listPets: ({ query }) => ({
    status: 200,
    // A parameter with a default always has a value.
    body: [pet].slice(0, query.limit),
    page: { next: null, hasMore: false },
  }),
  addPet: ({ body }) => ({ status: 201, body: { ...body, id: 7 } as Pet, headers: { Location: '/pets/7' } }),
  getPet: ({ path }, { principal }) => ({
    status: 200,
    contentType: 'application/json',
    body: { ...pet, id: path.petId, name: principal?.id ?? 'nobody' },
  }),
  portrayPet: (request) => {
    if (request.contentType === 'application/json') request.body.url.toUpperCase();
    else if (request.contentType !== undefined) request.body.byteLength.toFixed();
    return { status: 204 };
  },
  removePet: () => ({ status: 404, body: { type: 'about:blank', title: 'Not found', status: 404 } }),
};

const security: SecurityHandlers = {
  token: ({ token }) => ({ id: token, tenant: 't', scopes: [], roles: [] }),
};
const options = { security, rateLimit: false, idempotency: false } as const;

createServer(contract, handlers, options);

// @ts-expect-error a handler is missing
export const incomplete: Handlers = { ...handlers, addPet: undefined };

const { removePet: _removed, ...withoutOne } = handlers;
// @ts-expect-error `removePet` has no handler
createServer(contract, withoutOne, options);
createServer(contract, withoutOne, {
  ...options,
  unimplemented: { operations: ['removePet'], fetch: () => new Response() },
});

// @ts-expect-error the scheme `token` has no security handler
createServer(contract, handlers, { rateLimit: false, idempotency: false });
// @ts-expect-error a scheme that the description does not have
export const unknownScheme: SecurityHandlers = { ...security, other: security.token };

// @ts-expect-error 202 is not declared
export const undeclared: Handlers['addPet'] = () => ({ status: 202, body: pet, headers: { Location: '' } });
// @ts-expect-error 404 is answered with a problem
export const wrongBody: Handlers['removePet'] = () => ({ status: 404, body: pet });
// @ts-expect-error 204 has no body
export const bodyOfNothing: Handlers['removePet'] = () => ({ status: 204, body: pet });
// @ts-expect-error `Location` is required
export const noLocation: Handlers['addPet'] = () => ({ status: 201, body: pet });
// @ts-expect-error a page of a list says where it stands
export const noPage: Handlers['listPets'] = () => ({ status: 200, body: [pet] });
// @ts-expect-error two media types are declared, so the answer names one
export const noContentType: Handlers['getPet'] = () => ({ status: 200, body: pet });
// @ts-expect-error a picture is bytes
export const wrongContent: Handlers['getPet'] = () => ({ status: 200, contentType: 'image/png', body: pet });
// @ts-expect-error 404 is declared apart, with another body than `default`
export const declaredApart: Handlers['getPet'] = () => ({ status: 404 });
export const alwaysSomebody: Handlers['getPet'] = (_, { principal }) => {
  // @ts-expect-error the operation is public: there may be no principal
  return { status: 404, body: { type: '', title: principal.id, status: 404 } };
};
// @ts-expect-error the key is optional
export const alwaysKey: Handlers['addPet'] = ({ headers }) => headers['Idempotency-Key'].length;

// Any 4xx that is not declared by itself, and `default` for the rest.
export const range: Handlers['listPets'] = () => ({
  status: 418,
  body: { type: '', title: '', status: 418 },
});
export const fallback: Handlers['listPets'] = () => ({ status: 502 });
// @ts-expect-error a status has three digits
export const noStatus: Handlers['listPets'] = () => ({ status: 42 });

// A client sends no `readOnly` property, a server answers no `writeOnly` one.
export const sent: PetRequest = { name: 'Ada', kind: 'cat', owner: { secret: 'x' } };
// @ts-expect-error `id` is the server's
export const sentId: PetRequest = { name: 'Ada', kind: 'cat', id: 1 };
// @ts-expect-error `secret` is never answered
export const answeredSecret: Pet = { ...pet, owner: { secret: 'x' } };

interface Member extends Principal {
  readonly email: string;
}
interface ApiContext extends RequestContext<Member> {
  readonly log: string[];
}
/** Handlers may want more of their context than the frame gives. */
export const rich: Pick<Handlers<ApiContext>, 'removePet'> = {
  removePet: (_, { log, principal }) => {
    log.push(principal.email);
    return { status: 204 };
  },
};
