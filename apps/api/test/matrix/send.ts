import { problemTypeBase } from '../../src/problems.ts';
import type { WrittenRequest } from './requests.ts';

type Fetch = (request: Request) => Promise<Response>;

/** Sends a request to a path of the description. */
export async function send(
  fetch: Fetch,
  { method, path, body }: WrittenRequest,
  token: string | undefined,
): Promise<Response> {
  const headers = new Headers();
  if (token !== undefined) headers.set('authorization', `Bearer ${token}`);
  if (body !== undefined) headers.set('content-type', 'application/json');
  const init = { method, headers, body: JSON.stringify(body) ?? null };
  return fetch(new Request(`http://127.0.0.1${path}`, init));
}

/** What a problem says of itself, for example `404 not-found`. */
export async function problemOf(response: Response): Promise<string> {
  // Safe: only `type` is read, and its absence is told.
  const problem = (await response.json()) as { readonly type?: string };
  return `${response.status} ${problem.type?.replace(problemTypeBase, '')}`;
}
