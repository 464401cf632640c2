import type { Place } from '../diagnostic.ts';

/**
 * Behaviours: promises that schemas cannot express, declared in the description with
 * `x-contract-*` (or read from another vocabulary) and resolved for each operation.
 */
export interface OperationBehaviours {
  readonly pagination?: Pagination;
  readonly idempotency?: Idempotency;
  readonly rateLimit?: RateLimit;
  readonly resource?: ResourceRole;
  readonly retry?: Retry;
  /** Role names of which the caller needs one. Empty: any role. */
  readonly roles: readonly string[];
}

/** Behaviours of the API as a whole. */
export interface ApiBehaviours {
  readonly tenancy?: Tenancy;
}

/** Who declared a behaviour: our vocabulary or the name of the one it was read from. */
export type BehaviourSource = 'x-contract' | 'speakeasy' | 'fern' | 'scalar' | 'stainless' | 'x-ms-pageable';

/** A place in the HTTP exchange, written as an OpenAPI runtime expression. */
export type ExchangePart =
  | {
      readonly message: 'request' | 'response';
      readonly in: 'query' | 'path' | 'header';
      readonly name: string;
      readonly text: string;
    }
  | {
      readonly message: 'request' | 'response';
      readonly in: 'body';
      /** JSON Pointer into the body, `''` for the whole. */
      readonly pointer: string;
      readonly text: string;
    };

/** A status that was declared, or the statement that none is promised. */
export type StatusChoice = string | 'unspecified';

export interface Pagination {
  readonly type: 'cursor' | 'page' | 'offset' | 'link' | 'single';
  readonly cursor?: ExchangePart;
  readonly limit?: ExchangePart;
  readonly page?: ExchangePart;
  readonly offset?: ExchangePart;
  readonly items: ExchangePart;
  readonly next?: ExchangePart;
  readonly hasMore?: ExchangePart;
  readonly total?: ExchangePart;
  readonly totalIs: 'exact' | 'estimate' | 'optional' | 'unspecified';
  /** JSON Pointer inside an item to what identifies it. */
  readonly itemKey: string;
  readonly order: 'stable' | 'unspecified';
  readonly duringWrites: 'snapshot' | 'live' | 'unspecified';
  readonly invalidCursor: StatusChoice;
  readonly source: BehaviourSource;
  readonly place: Place;
}

export interface Idempotency {
  readonly key: ExchangePart;
  /** Milliseconds for which an answer is kept. */
  readonly windowMs?: number;
  readonly scope: readonly ('tenant' | 'principal' | 'operation' | 'path')[];
  readonly replay: 'identical' | 'equivalent';
  readonly marker?: ExchangePart;
  readonly mismatch: 'replay' | StatusChoice;
  readonly concurrent: 'wait' | StatusChoice;
  readonly notStored: readonly string[];
  readonly source: BehaviourSource;
  readonly place: Place;
}

export interface RateLimit {
  readonly policies: readonly RateLimitPolicy[];
  readonly cost: number;
  readonly headersOn: 'authenticated' | 'all' | 'success' | 'rejected';
  readonly limit?: ExchangePart;
  readonly remaining?: ExchangePart;
  readonly reset?: ExchangePart;
  readonly resetUnit?: 'unix-seconds' | 'unix-millis' | 'seconds-left' | 'http-date';
  readonly retryAfter?: ExchangePart;
  readonly status: string;
  readonly counts: 'all' | 'authenticated' | 'unspecified';
  readonly source: BehaviourSource;
  readonly place: Place;
}

export interface RateLimitPolicy {
  readonly name: string;
  readonly quota: number;
  readonly windowMs: number;
  readonly kind: 'fixed' | 'sliding' | 'bucket' | 'unspecified';
  readonly partition: 'tenant' | 'principal' | 'address';
}

/** What an operation does to which kind of resource, where it was declared. */
export interface ResourceRole {
  readonly type: string;
  readonly op: 'create' | 'read' | 'list' | 'update' | 'replace' | 'delete' | 'action' | 'singleton' | 'none';
  readonly id?: ExchangePart;
  readonly parents: Readonly<Record<string, ExchangePart>>;
  readonly set: Readonly<Record<string, unknown>>;
  readonly creates?: string;
  readonly gone: string;
  /** Milliseconds until a write is visible; 0: at once. */
  readonly visibleMs: number;
  readonly undo?: string;
  readonly source: BehaviourSource;
  readonly place: Place;
}

export interface Tenancy {
  readonly tenant: string;
  readonly foreign: StatusChoice;
  readonly shared: readonly string[];
  readonly place: Place;
}

/** A client's policy; no obligation on the server. */
export interface Retry {
  readonly strategy: 'backoff' | 'none';
  readonly initialIntervalMs?: number;
  readonly maxIntervalMs?: number;
  readonly maxElapsedMs?: number;
  readonly exponent?: number;
  readonly statusCodes: readonly string[];
  readonly retryConnectionErrors: boolean;
  readonly source: BehaviourSource;
  readonly place: Place;
}
