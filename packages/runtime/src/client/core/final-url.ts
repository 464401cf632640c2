type Params = Readonly<Record<string, unknown>>;

/** The address of a call: base, path with its parameters, query. */
export function createFinalURL(
  pathname: string,
  {
    baseUrl,
    params,
    querySerializer,
    pathSerializer,
  }: {
    readonly baseUrl: string;
    readonly params: { readonly query?: Params | undefined; readonly path?: Params | undefined };
    readonly querySerializer: (query: never) => string;
    readonly pathSerializer: (pathname: string, parameters: Params) => string;
  },
): string {
  const template = baseUrl + pathname;
  const path = params.path ? pathSerializer(template, params.path) : template;
  // Safe: what a serializer is typed for was checked where the call was written.
  const query = querySerializer((params.query ?? {}) as never).replace(/^\?/, '');
  return query ? `${path}?${query}` : path;
}

export const removeTrailingSlash = (url: string): string => (url.endsWith('/') ? url.slice(0, -1) : url);
