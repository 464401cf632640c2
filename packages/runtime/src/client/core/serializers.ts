import type { Transport } from './operation-call.ts';
import type { ParseAs } from './read-answer.ts';

export type QuerySerializer = (query: never) => string;
export type PathSerializer = (pathname: string, parameters: Readonly<Record<string, unknown>>) => string;
/** Gets the headers as far as they are known, to see which media type is asked for. */
export type BodySerializer = (body: never, headers: Headers) => unknown;

/** What the options of the client and of one call come to. Middlewares see it. */
export interface MergedOptions {
  readonly baseUrl: string;
  readonly fetch: Transport;
  readonly parseAs: ParseAs;
  readonly querySerializer: QuerySerializer;
  readonly pathSerializer: PathSerializer;
  readonly bodySerializer: BodySerializer;
}

export type ParamsOption = Readonly<
  Partial<Record<'query' | 'path' | 'header' | 'cookie', Readonly<Record<string, unknown>>>>
>;
