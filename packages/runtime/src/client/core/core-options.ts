import type { ClientFacts, OperationFacts } from '../operation-facts.ts';
import type { HeadersInput } from './merge-headers.ts';
import type { CallMiddleware } from './middleware.ts';
import type { Transport } from './operation-call.ts';
import type { QueryStyles } from './query-serializer.ts';
import type { ParseAs } from './read-answer.ts';
import type { BodySerializer, ParamsOption, PathSerializer, QuerySerializer } from './serializers.ts';

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
  readonly styles?: ParameterWriter;
}

/** What the address of a call is made of, besides its path. */
export interface AddressPlan {
  readonly baseUrl: string;
  readonly params: ParamsOption;
  readonly querySerializer: QuerySerializer;
  readonly pathSerializer: PathSerializer;
}

/** Takes over the parameters that have facts, and leaves all others to the serializers of the plan. */
export type ParameterWriter = (
  plan: AddressPlan,
  facts: NonNullable<OperationFacts['parameters']>,
) => AddressPlan;

/** What one call may say. */
export interface CallOptions extends SharedOptions {
  readonly params?: ParamsOption;
  /** A function makes the body, each time that it is sent. */
  readonly body?: unknown;
  readonly parseAs?: ParseAs;
  readonly middleware?: readonly CallMiddleware[];
}
