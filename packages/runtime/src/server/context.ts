/** Who calls. Applications add what they know of a caller. */
export interface Principal {
  readonly id: string;
  /** The organization, account or project in whose name the caller acts. */
  readonly tenant: string;
  /** What the credentials allow. */
  readonly scopes: readonly string[];
  readonly roles: readonly string[];
}

/**
 * What a handler knows beside the request. An application adds to it (a transaction, a logger)
 * with `ServerOptions.around`, so handlers are written against
 * `RequestContext<Caller> & { transaction: Transaction }`.
 */
export interface RequestContext<P extends Principal = Principal> {
  /** Who calls. On operations that admit anonymous callers see {@link AnonymousContext}. */
  readonly principal: P;
  /** The id in `X-Request-Id` and in problems. */
  readonly requestId: string;
  readonly operationId: string;
}

/** The context on an operation that is public, or where authentication is optional. */
export type AnonymousContext<Context extends RequestContext> = Omit<Context, 'principal'> & {
  readonly principal: Context['principal'] | null;
};
