import type { ClientFacts } from '../operation-facts.ts';
import type { HeadersInput } from './merge-headers.ts';
import type { CallMiddleware } from './middleware.ts';
import type { Transport } from './operation-call.ts';
import type { QueryStyles } from './query-serializer.ts';
import type { ParseAs } from './read-answer.ts';
import type { StyledParameters } from './styled-parameters.ts';

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

/** What both a client and each of its calls may say; the call has the last word. */
interface SharedOptions extends Omit<RequestInit, 'body' | 'headers'> {
  readonly baseUrl?: string;
  /** @default the global `fetch` */
  readonly fetch?: Transport;
  /** @default the global `Request` */
  readonly Request?: typeof Request;
  readonly headers?: HeadersInput | null;
  readonly querySerializer?: QuerySerializer | QueryStyles;
  readonly bodySerializer?: BodySerializer;
  readonly pathSerializer?: PathSerializer;
}

/** What a client may be told; everything of `RequestInit` goes into each request. */
export interface CoreOptions extends SharedOptions {
  /** Handed to `fetch` as its second argument, for example undici's `dispatcher`. */
  readonly requestInitExt?: Record<string, unknown>;
  readonly facts?: ClientFacts;
  /** Whether a call without an answer throws or resolves to a `TransportFailure`. @default throw */
  readonly errors?: 'throw' | 'value';
  /** @default JSON.parse */
  readonly parseJson?: (text: string) => unknown;
  /** Writes the parameters whose style the facts name: `styledParameters`. */
  readonly styles?: StyledParameters;
}

export type ParamsOption = Readonly<
  Partial<Record<'query' | 'path' | 'header' | 'cookie', Readonly<Record<string, unknown>>>>
>;

/** What one call may say. */
export interface CallOptions extends SharedOptions {
  readonly params?: ParamsOption;
  /** A function makes the body, each time that it is sent. */
  readonly body?: unknown;
  readonly parseAs?: ParseAs;
  readonly middleware?: readonly CallMiddleware[];
}
