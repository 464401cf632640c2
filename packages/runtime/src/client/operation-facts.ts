/**
 * What a client knows of a description while it runs, written by `plumbline generate`: plain data, some tens of
 * bytes an operation. Everything is optional. A client without facts calls as openapi-fetch does, and whatever
 * needs a fact (idempotency keys, paging, pacing, credentials) leaves the operation as it is.
 *
 * Generated code writes equal parts once and refers to them, so identity says nothing here.
 */
export interface ClientFacts {
  /** By method and path template as the description writes it: `GET /websites/{id}`. */
  readonly operations: Readonly<Record<string, OperationFacts>>;
  /** By the name that the description gives the scheme. */
  readonly securitySchemes?: Readonly<Record<string, SecuritySchemeFacts>>;
}

export interface OperationFacts {
  /** Only the parameters that a client without facts would write differently, by place and name. */
  readonly parameters?: Readonly<
    Partial<Record<'path' | 'query' | 'header' | 'cookie', Readonly<Record<string, ParameterFacts>>>>
  >;
  /** Media type of the request body; absent for `application/json` and where there is no body. */
  readonly body?: string;
  /** Media types of the successful answers, as `Accept` names them; absent where all are JSON. */
  readonly accept?: string;
  /** Name of the header for the idempotency key, where the description declares idempotency. */
  readonly idempotencyKey?: string;
  readonly pagination?: PaginationFacts;
  /** Media type of the answer that is a stream of items, in lower case and without parameters. */
  readonly stream?: string;
  readonly rateLimit?: RateLimitFacts;
  /**
   * Alternatives as in OpenAPI's `security`: scopes by the name of the scheme. One of them must hold; `{}` among
   * them: credentials are optional. Absent or empty: the operation is public.
   */
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
}

/** How one parameter is written (OpenAPI 3.1, "Style Values"). */
export interface ParameterFacts {
  /** @default `simple` in the path and headers, `form` in the query and cookies */
  readonly style?: 'simple' | 'label' | 'matrix' | 'form' | 'spaceDelimited' | 'pipeDelimited' | 'deepObject';
  /** @default true for `form`, else false */
  readonly explode?: boolean;
  readonly allowReserved?: boolean;
  /** Media type of a parameter with `content`; where it names JSON, what is no text is written as JSON. */
  readonly content?: string;
}

/**
 * A part of the answer: a JSON pointer into its body (`''` is the whole body, every other begins with `/`), or
 * else the name of a header. `Link` as the next page means the link with `rel="next"` (RFC 8288).
 */
export type AnswerPart = string;

/** A part of the request: a JSON pointer into its body, or else the name of a query parameter. */
export type RequestPart = string;

export interface PaginationFacts {
  readonly type: 'cursor' | 'page' | 'offset' | 'link' | 'single';
  readonly cursor?: RequestPart;
  readonly limit?: RequestPart;
  readonly page?: RequestPart;
  /** The number of the first page. @default 1 */
  readonly firstPage?: number;
  readonly offset?: RequestPart;
  readonly items: AnswerPart;
  readonly next?: AnswerPart;
  readonly hasMore?: AnswerPart;
  readonly total?: AnswerPart;
}

/** Names of the headers that tell where the caller stands. */
export interface RateLimitFacts {
  readonly limit?: string;
  readonly remaining?: string;
  readonly reset?: string;
  /** What the header `reset` counts. */
  readonly resetUnit?: 'unix-seconds' | 'unix-millis' | 'seconds-left' | 'http-date';
  /** @default Retry-After */
  readonly retryAfter?: string;
}

/** How credentials for one security scheme are sent. Addresses of token servers are the caller's to give. */
export type SecuritySchemeFacts =
  /** `http` with `bearer`, `oauth2` and `openIdConnect`. */
  | { readonly kind: 'bearer' }
  | { readonly kind: 'basic' }
  | { readonly kind: 'apiKey'; readonly in: 'header' | 'query' | 'cookie'; readonly name: string }
  /** Nothing that a client can write: `mutualTLS` and other schemes of `http`. */
  | { readonly kind: 'other' };
