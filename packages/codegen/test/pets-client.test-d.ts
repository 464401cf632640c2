/** Compiled, not run: what the generated client must accept and refuse. */
import { createClient, type ProblemType } from './generated/pets/client.ts';

const client = createClient({ baseUrl: 'https://pets.example' });

export async function calls(): Promise<void> {
  const { data, error } = await client.GET('/pets/{petId}', { params: { path: { petId: 7 } } });
  if (error) error.title.toUpperCase();
  else if (data) JSON.stringify(data);
  await client.POST('/pets', { body: { name: 'Ada', kind: 'cat' } });
  // @ts-expect-error no such path
  await client.GET('/cats');
  // @ts-expect-error the path parameter is missing
  await client.GET('/pets/{petId}');
  // @ts-expect-error `name` is missing
  await client.POST('/pets', { body: { kind: 'cat' } });
  // @ts-expect-error `/pets` cannot be deleted
  await client.DELETE('/pets');
}

export const known: ProblemType = 'https://pets.example/errors/not-found';
// @ts-expect-error a problem that is not declared
export const unknown: ProblemType = 'https://pets.example/errors/other';
