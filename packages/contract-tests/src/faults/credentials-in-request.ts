import type { ApiModel, SecurityScheme } from '@plumbline/openapi';
import { type CallRequest, queryOf, withHeaders, withQuery } from './message.ts';

/** The credentials that a request carries, by the place they travel in. Empty: it is anonymous. */
export type CarriedCredentials = ReadonlyMap<string, string>;

export interface CredentialReader {
  read(request: CallRequest): CarriedCredentials;
  /** The request with these credentials and no others. */
  write(request: CallRequest, credentials: CarriedCredentials): CallRequest;
}

interface Place {
  readonly in: 'header' | 'query' | 'cookie';
  readonly name: string;
}

export function createCredentialReader({ securitySchemes }: ApiModel): CredentialReader {
  const places = new Map(
    [authorization, ...securitySchemes.map(placeOf)].map((place) => [`${place.in} ${place.name}`, place]),
  );
  return {
    read: (request) =>
      new Map(
        [...places].flatMap(([key, place]) => {
          const value = readPlace(request, place);
          return value === undefined ? [] : [[key, value] as const];
        }),
      ),
    write: (request, credentials) =>
      [...places].reduce(
        (written, [key, place]) => writePlace(written, place, credentials.get(key)),
        request,
      ),
  };
}

const authorization: Place = { in: 'header', name: 'authorization' };

function placeOf({ type, in: location, parameterName }: SecurityScheme): Place {
  if (type !== 'apiKey' || location === undefined || parameterName === undefined) return authorization;
  return { in: location, name: location === 'header' ? parameterName.toLowerCase() : parameterName };
}

function readPlace(request: CallRequest, place: Place): string | undefined {
  if (place.in === 'query') return queryOf(request, place.name);
  if (place.in === 'header') return request.headers.get(place.name) ?? undefined;
  return cookies(request).get(place.name);
}

function writePlace(request: CallRequest, place: Place, value: string | undefined): CallRequest {
  if (readPlace(request, place) === value) return request;
  if (place.in === 'query') return withQuery(request, place.name, value);
  if (place.in === 'header') return withHeaders(request, { [place.name]: value });
  const changed = new Map(cookies(request));
  if (value === undefined) changed.delete(place.name);
  else changed.set(place.name, value);
  const text = [...changed].map(([name, member]) => `${name}=${member}`).join('; ');
  return withHeaders(request, { cookie: text === '' ? undefined : text });
}

function cookies({ headers }: CallRequest): ReadonlyMap<string, string> {
  const pairs = (headers.get('cookie') ?? '').split(';').map((pair) => pair.trim().split('='));
  return new Map(pairs.flatMap(([name, ...rest]) => (name ? [[name, rest.join('=')] as const] : [])));
}

/** Credentials as one text, to tell callers apart. */
export const callerKey = (credentials: CarriedCredentials): string => JSON.stringify([...credentials]);
