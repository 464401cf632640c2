export type QuerySerializer = (query: never) => string;
export type PathSerializer = (pathname: string, parameters: Readonly<Record<string, unknown>>) => string;
/** Gets the headers as far as they are known, to see which media type is asked for. */
export type BodySerializer = (body: never, headers: Headers) => unknown;

/** What writes a call, chosen from what the client and the call say. */
export interface Serializers {
  readonly baseUrl: string;
  readonly querySerializer: QuerySerializer;
  readonly pathSerializer: PathSerializer;
  readonly bodySerializer: BodySerializer;
}

export type ParamsOption = Readonly<
  Partial<Record<'query' | 'path' | 'header' | 'cookie', Readonly<Record<string, unknown>>>>
>;
