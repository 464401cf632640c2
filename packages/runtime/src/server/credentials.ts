import type { Principal } from './context.ts';
import type { IncomingRequest } from './incoming-request.ts';

export interface BearerCredentials {
  readonly type: 'bearer';
  readonly token: string;
}

export interface BasicCredentials {
  readonly type: 'basic';
  readonly username: string;
  readonly password: string;
}

export interface ApiKeyCredentials {
  readonly type: 'apiKey';
  readonly key: string;
}

/** Another HTTP authentication scheme: what follows its name in `Authorization`. */
export interface HttpCredentials {
  readonly type: 'http';
  readonly scheme: string;
  readonly value: string;
}

/** The connection itself is the credential; the handler looks at what its server knows of it. */
export interface MutualTlsCredentials {
  readonly type: 'mutualTLS';
}

export type Credentials =
  | BearerCredentials
  | BasicCredentials
  | ApiKeyCredentials
  | HttpCredentials
  | MutualTlsCredentials;

/** What a security handler knows beside the credentials. */
export interface SecurityContext {
  /** The request as it came. */
  readonly request: Request;
  /** The same as it was brought here: a look at it costs less than at `request`, which is made when it is asked for. */
  readonly incoming: IncomingRequest;
  readonly requestId: string;
  readonly operationId: string;
  /** Where one requirement names several schemes: who the schemes before this one found. */
  readonly principal: Principal | null;
}

/**
 * Finds the caller behind credentials; `null` when they are not (or no longer) good, which is
 * answered 401. Where one requirement names several schemes, all must find somebody and the last
 * one's principal stands. May throw a `ProblemError` (429 for too many guesses, 503).
 */
export type SecurityHandler<P extends Principal = Principal, C extends Credentials = Credentials> = (
  credentials: C,
  context: SecurityContext,
) => P | null | Promise<P | null>;
