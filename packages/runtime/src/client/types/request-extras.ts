import type { Middleware } from './middleware.ts';
import type { ClientOptions, HeadersOptions, PathSerializer, QuerySerializerOptions } from './options.ts';

/** What a call may say beside its parameters and its body. Keys that nobody knows reach custom `fetch`es. */
export interface RequestExtras extends Omit<RequestInit, 'body' | 'headers'> {
  baseUrl?: string | undefined;
  headers?: HeadersOptions | undefined;
  fetch?: ClientOptions['fetch'];
  // What is written is known where the call is; see `RequestOptions` for the types of a generic client.
  querySerializer?: ((query: never) => string) | QuerySerializerOptions | undefined;
  bodySerializer?: ((body: never, headers: Headers) => unknown) | undefined;
  pathSerializer?: PathSerializer | undefined;
  /** In addition to the client's, around this call alone. */
  middleware?: Middleware[] | undefined;
  [key: string]: unknown;
}
