import type { AddressPlan } from './core-options.ts';

/** The address of a call: base, path with its parameters, query. */
export function createFinalURL(
  pathname: string,
  { baseUrl, params, querySerializer, pathSerializer }: AddressPlan,
): string {
  const template = baseUrl + pathname;
  const path = params.path ? pathSerializer(template, params.path) : template;
  // Safe: what a serializer is typed for was checked where the call was written.
  const query = querySerializer((params.query ?? {}) as never);
  return query ? path + (query.startsWith('?') ? '' : '?') + query : path;
}

export const removeTrailingSlash = (url: string): string => (url.endsWith('/') ? url.slice(0, -1) : url);
