import { type Clock, systemClock } from '../transport/clock.ts';
import { renewableToken, type TokenSource } from './token-source.ts';
import { basicCredentials } from './write-credential.ts';

export interface ClientCredentialsOptions {
  /** Where tokens are issued. Never taken from a description, because it gets the secret. */
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scopes?: readonly string[];
  /** Whether id and secret go in `Authorization` or in the body (RFC 6749, section 2.3.1). @default header */
  readonly sendIn?: 'header' | 'body';
  /** Further parameters of the token request, for example `audience`. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** @default the global `fetch` */
  readonly fetch?: (request: Request) => Promise<Response>;
  /** A token that expires sooner is not sent any more, in milliseconds. @default 10_000 */
  readonly leewayMs?: number;
  readonly clock?: Clock;
}

/**
 * Tokens of the client credentials grant of OAuth 2 (RFC 6749, section 4.4), asked for when they are needed,
 * shortly before they expire and after the server refused one.
 * @throws {TokenRequestFailed} from the calls that need a token, when the token server does not give one
 */
export function clientCredentials(options: ClientCredentialsOptions): TokenSource {
  const { leewayMs, clock = systemClock } = options;
  return renewableToken(
    async () => {
      const asked = clock.now();
      const response = await (options.fetch ?? globalThis.fetch)(tokenRequest(options));
      const { access_token: token, expires_in: seconds } = await readTokenAnswer(response);
      if (typeof token !== 'string') throw new TokenRequestFailed(options.tokenUrl, response.status);
      return { token, expiresAt: typeof seconds === 'number' ? asked + seconds * 1_000 : undefined };
    },
    { clock, ...(leewayMs !== undefined && { leewayMs }) },
  );
}

/** The token server gave no token. */
export class TokenRequestFailed extends Error {
  override readonly name = 'TokenRequestFailed';
  readonly status: number;

  constructor(tokenUrl: string, status: number) {
    super(`${tokenUrl} answered ${status} without an access token; check the id, the secret and the scopes`);
    this.status = status;
  }
}

function tokenRequest(options: ClientCredentialsOptions): Request {
  const { tokenUrl, clientId, clientSecret, scopes = [], sendIn = 'header', parameters } = options;
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    ...(scopes.length > 0 && { scope: scopes.join(' ') }),
    ...parameters,
    ...(sendIn === 'body' && { client_id: clientId, client_secret: clientSecret }),
  });
  const headers = new Headers({ accept: 'application/json' });
  if (sendIn === 'header') {
    const username = encodeURIComponent(clientId);
    headers.set('authorization', basicCredentials({ username, password: encodeURIComponent(clientSecret) }));
  }
  // A redirect would carry the secret elsewhere.
  return new Request(tokenUrl, { method: 'POST', headers, body, redirect: 'error' });
}

async function readTokenAnswer(response: Response): Promise<Record<string, unknown>> {
  const answer: unknown = response.ok ? await response.json().catch(() => undefined) : undefined;
  return answer && typeof answer === 'object' ? { ...answer } : {};
}
