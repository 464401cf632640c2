/** Compiled, not run: what the generated client must accept and refuse. */
import { createClient, isApiProblem, match, type ProblemType } from './generated/pets/client.ts';
import type { components } from './generated/pets/types.ts';

type Pet = components['schemas']['Pet'];
const client = createClient({ baseUrl: 'https://pets.example' });
const strict = createClient({ baseUrl: 'https://pets.example', errors: 'value' });

/** Programs as they are written for openapi-fetch. */
export async function calls(): Promise<void> {
  const { data, error, response } = await client.GET('/pets/{petId}', { params: { path: { petId: 7 } } });
  if (error) error.title.toUpperCase();
  else if (data) JSON.stringify(data);
  response.status.toFixed();
  await client.GET('/pets');
  await client.GET('/pets', undefined);
  await client.GET('/pets', {
    params: { query: { kind: ['cat'] } },
    cache: 'no-store',
    next: { revalidate: 60 },
  });
  await client.POST('/pets', {
    body: { name: 'Ada', kind: 'cat' },
    headers: { 'X-Trace': 1, Authorization: null },
    bodySerializer: (body) => JSON.stringify(body),
    signal: AbortSignal.timeout(100),
  });
  const picture = await client.GET('/pets/{petId}', { params: { path: { petId: 7 } }, parseAs: 'blob' });
  if (picture.data) picture.data.size.toFixed();
  await client.request('delete', '/pets/{petId}', { params: { path: { petId: 7 } } });
  client.use({ onRequest: ({ request, schemaPath }) => (schemaPath === '/pets' ? request : undefined) });
  await client.PUT('/pets/{petId}', { params: { path: { petId: 7 } }, body: new Blob(['…']) });
  // @ts-expect-error no such path
  await client.GET('/cats');
  // @ts-expect-error the path parameter is missing
  await client.GET('/pets/{petId}');
  // @ts-expect-error the path parameter is missing here too
  await client.GET('/pets/{petId}', {});
  // @ts-expect-error `name` is missing
  await client.POST('/pets', { body: { kind: 'cat' } });
  // @ts-expect-error `id` is the server's to give
  await client.POST('/pets', { body: { id: 1, name: 'Ada', kind: 'cat' } });
  // @ts-expect-error a name that is misspelt
  await client.GET('/pets', { params: { query: { kinds: ['cat'] } } });
  // @ts-expect-error a GET has no body
  await client.GET('/pets', { body: {} });
  // @ts-expect-error `/pets` cannot be deleted
  await client.DELETE('/pets');
}

export async function outcomes(): Promise<string> {
  const pets = await client.GET('/pets');
  if (pets.status === 200) {
    const first: Pet | undefined = pets.data[0];
    // A required header is there, an optional one may be missing, and servers send more than they declare.
    const more: string = pets.headers.get('X-Has-More');
    const next: string | null = pets.headers.get('X-Next-Cursor');
    const other: string | null = pets.headers.get('X-Other');
    return `${first?.name}${more}${next}${other}`;
  }
  // @ts-expect-error a failure has no data
  pets.data[0];
  if (pets.status === 429) return pets.headers.get('Retry-After');
  if (pets.status === 418) return pets.error.title; // of 4XX
  // @ts-expect-error `default` is declared without a body
  if (pets.status === 503) return pets.error.title;

  const pet = await client.GET('/pets/{petId}', { params: { path: { petId: 7 } } });
  if (pet.mediaType === 'application/json') return pet.data.name;
  // @ts-expect-error neither declared nor a problem of 4XX
  if (pet.status === 418) return '';
  return match(pet, { 200: ({ mediaType }) => mediaType, 404: ({ error }) => error.title });
}

export async function matched(): Promise<void> {
  const pets = await client.GET('/pets');
  const handlers = {
    200: () => 1 as const,
    401: () => 'a' as const,
    429: () => 'b' as const,
    default: () => null,
  };
  const result: 1 | 'a' | 'b' | 'c' | null = match(pets, { ...handlers, '4XX': () => 'c' as const });
  result satisfies unknown;
  // @ts-expect-error nothing is said of 4XX
  match(pets, handlers);
}

export async function everything(): Promise<unknown> {
  const pet = await strict.GET('/pets/{petId}', { params: { path: { petId: 7 } } });
  if (pet.status === 0) return pet.error.kind === 'timeout';
  if (pet.status === 418) return pet.error satisfies unknown;
  if (pet.status === 200 && pet.mediaType === 'application/json') pet.data.name.toUpperCase();
  // @ts-expect-error nothing is said of an answer that is not declared
  match(pet, { 200: () => 1, 404: () => 2, unanswered: () => 3 });
  return match(pet, { 200: () => 1, 404: () => 2, undeclared: ({ status }) => status, unanswered: () => 0 });
}

export async function pages(): Promise<void> {
  for await (const pet of client.paginate('/pets', { params: { query: { limit: 50 } } }))
    pet.kind satisfies string;
  for await (const { items, total, following } of client.paginate('/pets').pages()) {
    const [first]: readonly Pet[] = items;
    [first?.name, total?.toFixed(), following?.next];
  }
  // @ts-expect-error it declares no paging
  client.paginate('/pets/{petId}', { params: { path: { petId: 7 } } });
}

export async function credentials(): Promise<void> {
  const withToken = createClient({ baseUrl: 'https://pets.example', auth: { token: 'secret' } });
  const withNone = createClient({ baseUrl: 'https://pets.example', auth: {} });
  await withToken.GET('/pets');
  await withToken.GET('/pets', { params: { query: { limit: 1 } } });
  await withNone.GET('/pets/{petId}', { params: { path: { petId: 7 } } }); // is public
  // @ts-expect-error the client has no credentials for `token`
  await withNone.GET('/pets');
  // @ts-expect-error nor with parameters
  await withNone.POST('/pets', { body: { name: 'Ada', kind: 'cat' } });
  await withToken.request('get', '/pets');
  await withToken.request('POST', '/pets', { body: { name: 'Ada', kind: 'cat' } });
  await withNone.request('GET', '/pets/{petId}', { params: { path: { petId: 7 } } }); // is public
  // @ts-expect-error `request` asks for the same credentials
  await withNone.request('get', '/pets');
  // @ts-expect-error here too
  await withNone.request('POST', '/pets', { body: { name: 'Ada', kind: 'cat' } });
  // @ts-expect-error with credentials, parameters are asked for as without
  await withToken.request('GET', '/pets/{petId}');
  for await (const pet of withToken.paginate('/pets')) pet.name.toUpperCase();
  withToken.paginate('/pets', { params: { query: { limit: 1 } } });
  // @ts-expect-error so does `paginate`
  withNone.paginate('/pets');
  // @ts-expect-error with parameters too
  withNone.paginate('/pets', { params: { query: { limit: 1 } } });
  // @ts-expect-error no such scheme
  createClient({ baseUrl: 'https://pets.example', auth: { tokens: 'secret' } });
}

export function problems(error: unknown): string | undefined {
  if (!isApiProblem(error)) return undefined;
  if (error.type === 'https://pets.example/errors/not-found') return (error.status satisfies 404).toFixed();
  return error.title satisfies string;
}

export const known: ProblemType = 'https://pets.example/errors/not-found';
// @ts-expect-error a problem that is not declared
export const unknown: ProblemType = 'https://pets.example/errors/other';
