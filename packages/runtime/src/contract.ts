import type { CompiledCheck } from '@plumbline/json-schema/compiled-check';

/**
 * What a server needs to know of a description while it runs: data and compiled checks, written
 * by `plumbline generate`. Nothing here is interpreted as code or as a path on disk.
 */
export interface Contract {
  readonly title: string;
  readonly version: string;
  readonly operations: readonly OperationContract[];
  readonly securitySchemes: readonly SecuritySchemeContract[];
}

/**
 * A contract that also carries, for the compiler only, the handlers and security handlers it needs:
 * `TypedContract<Handlers<never>, SecurityHandlers<never>>`. `createServer` then refuses to compile
 * without one of them. Nothing of it exists at run time.
 */
export interface TypedContract<Operations, SecuritySchemes> extends Contract {
  readonly types?: { readonly operations: Operations; readonly securitySchemes: SecuritySchemes };
}

export interface OperationContract {
  /** The operation's unique name. */
  readonly id: string;
  /** Upper case, for example `GET`. */
  readonly method: string;
  /** The template, for example `/api/v1/websites/{id}`. */
  readonly path: string;
  readonly parameters: readonly ParameterContract[];
  readonly requestBody?: RequestBodyContract;
  readonly responses: readonly ResponseContract[];
  /** Alternatives, one of which must hold. Empty: public. */
  readonly security: readonly SecurityRequirementContract[];
  readonly behaviours: BehavioursContract;
}

export interface ParameterContract {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header' | 'cookie';
  readonly required: boolean;
  readonly style: string;
  readonly explode: boolean;
  /** How the text is read into a value before it is checked. */
  readonly shape: ValueShape;
  /** `schema.default`, when declared. */
  readonly default?: unknown;
  /** Set when the parameter's text is a document of this media type. */
  readonly mediaType?: string;
  readonly check: CompiledCheck;
}

/**
 * What a text on the wire stands for: headers, paths and queries carry text only, so a number
 * must be read as one before the schema sees it. `types` in order of preference.
 */
export interface ValueShape {
  readonly types: readonly ('string' | 'number' | 'integer' | 'boolean' | 'null' | 'array' | 'object')[];
  readonly items?: ValueShape;
  readonly properties?: Readonly<Record<string, ValueShape>>;
  readonly additionalProperties?: ValueShape;
}

export interface RequestBodyContract {
  readonly required: boolean;
  readonly content: readonly MediaTypeContract[];
}

export interface MediaTypeContract {
  /** As declared: `application/json`, `image/*`. */
  readonly mediaType: string;
  /** Absent: anything goes. */
  readonly check?: CompiledCheck;
  /** For form bodies: how each field's text is read. */
  readonly shape?: ValueShape;
}

export interface ResponseContract {
  /** `200`, `4XX` or `default`. */
  readonly status: string;
  readonly headers: readonly HeaderContract[];
  readonly content: readonly MediaTypeContract[];
}

export interface HeaderContract {
  readonly name: string;
  readonly required: boolean;
  readonly shape: ValueShape;
  readonly check: CompiledCheck;
}

export interface SecurityRequirementContract {
  readonly schemes: readonly { readonly name: string; readonly scopes: readonly string[] }[];
}

export interface SecuritySchemeContract {
  readonly name: string;
  readonly type: string;
  readonly scheme?: string;
  readonly in?: string;
  readonly parameterName?: string;
  readonly scopes: readonly {
    readonly name: string;
    readonly implies: readonly string[];
    readonly role?: string;
  }[];
}

/** The behaviours of one operation, as the description declares them. Durations in milliseconds. */
export interface BehavioursContract {
  readonly roles: readonly string[];
  readonly pagination?: PaginationContract;
  readonly idempotency?: IdempotencyContract;
  readonly rateLimit?: RateLimitContract;
}

/** A place in the exchange: a header, a query or path parameter, or a pointer into the body. */
export interface ExchangePartContract {
  readonly message: 'request' | 'response';
  readonly in: 'query' | 'path' | 'header' | 'body';
  readonly name?: string;
  readonly pointer?: string;
}

export interface PaginationContract {
  readonly type: 'cursor' | 'page' | 'offset' | 'link' | 'single';
  readonly cursor?: ExchangePartContract;
  readonly limit?: ExchangePartContract;
  readonly page?: ExchangePartContract;
  readonly offset?: ExchangePartContract;
  readonly items: ExchangePartContract;
  readonly next?: ExchangePartContract;
  readonly hasMore?: ExchangePartContract;
  readonly total?: ExchangePartContract;
  readonly invalidCursor: string;
}

export interface IdempotencyContract {
  readonly key: ExchangePartContract;
  readonly windowMs?: number;
  readonly scope: readonly ('tenant' | 'principal' | 'operation' | 'path')[];
  readonly marker?: ExchangePartContract;
  readonly mismatch: string;
  readonly concurrent: string;
  readonly notStored: readonly string[];
}

export interface RateLimitContract {
  readonly policies: readonly {
    readonly name: string;
    readonly quota: number;
    readonly windowMs: number;
    readonly partition: 'tenant' | 'principal' | 'address';
  }[];
  readonly cost: number;
  readonly headersOn: 'authenticated' | 'all' | 'success' | 'rejected';
  readonly limit?: ExchangePartContract;
  readonly remaining?: ExchangePartContract;
  readonly reset?: ExchangePartContract;
  readonly resetUnit?: 'unix-seconds' | 'unix-millis' | 'seconds-left' | 'http-date';
  readonly retryAfter?: ExchangePartContract;
  readonly status: string;
}
