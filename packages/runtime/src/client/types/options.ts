import type { CoreOptions } from '../core/core-options.ts';

/** Headers as callers give them: `null` takes one of the client's headers back, `undefined` leaves it. */
export type HeadersOptions =
  | NonNullable<RequestInit['headers']>
  | Record<string, string | number | boolean | (string | number | boolean)[] | null | undefined>;

/** Writes the query of an operation, without the question mark. */
export type QuerySerializer<Operation> = (
  query: Operation extends { parameters: { query?: infer Query } }
    ? NonNullable<Query>
    : Record<string, unknown>,
) => string;

/** How lists and objects of the query are written. */
export interface QuerySerializerOptions {
  /** @default form, exploded: `id=1&id=2` */
  array?: { style: 'form' | 'spaceDelimited' | 'pipeDelimited'; explode: boolean };
  /** @default deepObject: `filter[name]=x` */
  object?: { style: 'form' | 'deepObject'; explode: boolean };
  /** Leaves `:/?#[]@!$&'()*+,;=` as they are. @default false */
  allowReserved?: boolean;
}

/** Puts the path parameters into the template. */
export type PathSerializer = (pathname: string, pathParams: Record<string, unknown>) => string;

/** How the body of a successful answer is given. An error is always read as JSON, or else as text. */
export type ParseAs = 'json' | 'text' | 'blob' | 'arrayBuffer' | 'stream';

/** The body of an answer in each of the ways to read it. */
export interface ParsedBody<Data> {
  json: Data;
  text: string;
  blob: Blob;
  arrayBuffer: ArrayBuffer;
  stream: Response['body'];
}

type Replaced = 'fetch' | 'headers' | 'querySerializer' | 'bodySerializer' | 'pathSerializer';

/** What a client is created with; everything of `RequestInit` goes into each of its requests. */
export interface ClientOptions extends Omit<CoreOptions, Replaced> {
  /** What all paths are relative to, for example `https://api.example.com`. @default '' */
  baseUrl?: string;
  /** What sends the requests. @default globalThis.fetch */
  fetch?: NonNullable<CoreOptions['fetch']>;
  headers?: HeadersOptions;
  querySerializer?: QuerySerializer<unknown> | QuerySerializerOptions;
  /** Makes of a body what is sent. @default JSON, or a form where the header `Content-Type` names one */
  // A body of any operation: what it is, only the caller knows.
  bodySerializer?: (body: unknown, headers: Headers) => unknown;
  pathSerializer?: PathSerializer;
}
