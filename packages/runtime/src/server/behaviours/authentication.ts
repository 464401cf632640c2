import type {
  Contract,
  OperationContract,
  SecurityRequirementContract,
  SecuritySchemeContract,
} from '../../contract.ts';
import type { Principal } from '../context.ts';
import type { Credentials, SecurityContext, SecurityHandler } from '../credentials.ts';
import type { IncomingRequest } from '../incoming-request.ts';
import { isLater } from '../later.ts';
import { parseCookies } from '../parameters/cookies.ts';
import { decodeFormText, QueryString } from '../parameters/query-string.ts';
import { frameProblem, type ProblemError } from '../problem.ts';
import { missingScope, type NeededScope, neededScopes } from './authorization.ts';

/** Who calls, under which of the operation's requirements. */
export interface Authentication {
  /** Null where anonymous callers are admitted. */
  readonly principal: Principal | null;
  readonly needed: readonly NeededScope[];
}

/** What authentication knows of an exchange. */
export interface CallerExchange {
  readonly request: IncomingRequest;
  readonly requestId: string;
  /** The raw query. */
  readonly search: string;
}

export interface AuthenticationPlan {
  /** Throws 401. At once where the security handlers are synchronous. */
  authenticate(exchange: CallerExchange, operationId: string): Authentication | Promise<Authentication>;
}

/** A security handler whatever its credentials: which it gets is decided by its scheme's contract. */
export type AnySecurityHandler = SecurityHandler<Principal, never>;

interface Requirement {
  readonly schemes: readonly {
    readonly handler: SecurityHandler;
    readonly extract: Extract;
  }[];
  readonly needed: readonly NeededScope[];
}

/** The request as a web-standard one is made only for a handler that looks at it. */
class SecurityScene implements SecurityContext {
  readonly #exchange: CallerExchange;
  readonly operationId: string;
  readonly principal: Principal | null;

  constructor(exchange: CallerExchange, operationId: string, principal: Principal | null) {
    this.#exchange = exchange;
    this.operationId = operationId;
    this.principal = principal;
  }

  get requestId(): string {
    return this.#exchange.requestId;
  }

  get incoming(): IncomingRequest {
    return this.#exchange.request;
  }

  get request(): Request {
    return this.#exchange.request.web;
  }
}

/** Credentials, undefined when none were sent, or `MALFORMED`. */
type Extract = (exchange: CallerExchange) => Credentials | undefined | typeof MALFORMED;
const MALFORMED = Symbol('malformed');

const ANONYMOUS: Authentication = { principal: null, needed: [] };

/** Undefined for a public operation. */
export function createAuthenticationPlan(
  contract: Contract,
  operation: OperationContract,
  handlers: ReadonlyMap<string, AnySecurityHandler>,
): AuthenticationPlan | undefined {
  const schemes = new Map(contract.securitySchemes.map((scheme) => [scheme.name, scheme]));
  const requirements = operation.security
    .filter(({ schemes: named }) => named.length > 0)
    .map((requirement) => toRequirement(requirement, schemes, handlers));
  if (requirements.length === 0) return undefined;
  const admitsAnonymous = requirements.length < operation.security.length;
  const challenges = {
    absent: toChallenge(contract.title, operation, schemes),
    // RFC 6750, section 3.1: only a request that brought a token is told that it is not good.
    refused: toChallenge(contract.title, operation, schemes, ', error="invalid_token"'),
  };

  return {
    authenticate: (exchange, operationId) =>
      new CallerSearch({ requirements, admitsAnonymous, challenges }, exchange, operationId).run(),
  };
}

interface SearchPlan {
  readonly requirements: readonly Requirement[];
  readonly admitsAnonymous: boolean;
  /** What a 401 says, without credentials and with bad ones. */
  readonly challenges: { readonly absent: string; readonly refused: string };
}

/** Goes through the requirements of an operation until one is met. */
class CallerSearch {
  readonly #plan: SearchPlan;
  readonly #exchange: CallerExchange;
  readonly #operationId: string;
  #next = 0;
  #wasRefused = false;
  #found: Authentication | undefined;

  constructor(plan: SearchPlan, exchange: CallerExchange, operationId: string) {
    this.#plan = plan;
    this.#exchange = exchange;
    this.#operationId = operationId;
  }

  run(): Authentication | Promise<Authentication> {
    for (;;) {
      const requirement = this.#plan.requirements[this.#next];
      if (requirement === undefined) return this.#conclude();
      this.#next += 1;
      const outcome = tryRequirement(requirement, this.#exchange, this.#operationId);
      if (isLater(outcome)) return outcome.then((late) => this.#take(requirement, late) ?? this.run());
      const authentication = this.#take(requirement, outcome);
      if (authentication !== undefined) return authentication;
    }
  }

  /** Undefined: the next requirement may do. */
  #take({ needed }: Requirement, outcome: Outcome): Authentication | undefined {
    if (outcome === 'refused') this.#wasRefused = true;
    if (typeof outcome === 'string') return undefined;
    const authentication = { principal: outcome, needed };
    if (missingScope(needed, outcome) === undefined) return authentication;
    // Another alternative may ask for less; without one, this one's scopes make the 403.
    this.#found ??= authentication;
    return undefined;
  }

  #conclude(): Authentication {
    if (this.#found !== undefined) return this.#found;
    const { admitsAnonymous, challenges } = this.#plan;
    // Bad credentials are no reason to go on without: the caller believes to be somebody.
    if (admitsAnonymous && !this.#wasRefused) return ANONYMOUS;
    throw unauthorized(this.#wasRefused ? challenges.refused : challenges.absent);
  }
}

/** The same words for every reason: nobody learns whether a credential was ever good. */
function unauthorized(challenge: string): ProblemError {
  const detail = 'The credentials are missing, unknown, malformed, revoked or expired.';
  return frameProblem('unauthorized', detail, { headers: { 'www-authenticate': challenge } });
}

type Outcome = Principal | 'absent' | 'refused';

/** One scheme after the other, each told whom the ones before it found. */
function tryRequirement(
  { schemes }: Requirement,
  exchange: CallerExchange,
  operationId: string,
): Outcome | Promise<Outcome> {
  const tryFrom = (index: number, principal: Principal | null): Outcome | Promise<Outcome> => {
    const scheme = schemes[index];
    if (scheme === undefined) return principal ?? 'absent';
    const credentials = scheme.extract(exchange);
    if (credentials === undefined) return 'absent';
    if (credentials === MALFORMED) return 'refused';
    const goOn = (found: Principal | null) => (found === null ? 'refused' : tryFrom(index + 1, found));
    const found = scheme.handler(credentials, new SecurityScene(exchange, operationId, principal));
    return isLater(found) ? found.then(goOn) : goOn(found);
  };
  return tryFrom(0, null);
}

function toRequirement(
  requirement: SecurityRequirementContract,
  schemes: ReadonlyMap<string, SecuritySchemeContract>,
  handlers: ReadonlyMap<string, AnySecurityHandler>,
): Requirement {
  return {
    needed: neededScopes(requirement, schemes),
    schemes: requirement.schemes.map(({ name }) => {
      const scheme = schemes.get(name);
      const handler = handlers.get(name);
      if (scheme === undefined)
        throw new TypeError(`The contract names the security scheme "${name}" and does not describe it.`);
      if (handler === undefined) {
        throw new TypeError(
          `No handler for the security scheme "${name}". Pass one: createServer(contract, handlers, { security: { ${name}: ... } }).`,
        );
      }
      // Safe: `extractOf` makes the very credentials that the scheme's handler is typed for.
      return { handler: handler as SecurityHandler, extract: extractOf(scheme) };
    }),
  };
}

/** Longer credentials are hostile; headers as a whole are bounded by the HTTP server. */
const MAX_LENGTH = 8192;

function extractOf(scheme: SecuritySchemeContract): Extract {
  if (scheme.type === 'apiKey') return extractApiKey(scheme.in ?? 'header', scheme.parameterName ?? '');
  if (scheme.type === 'mutualTLS') return () => ({ type: 'mutualTLS' });
  const httpScheme = scheme.type === 'http' ? (scheme.scheme ?? 'bearer').toLowerCase() : 'bearer';
  return ({ request }) => {
    const header = request.header('authorization');
    if (header === null) return undefined;
    const blank = header.indexOf(' ');
    if (blank === -1 || header.slice(0, blank).toLowerCase() !== httpScheme) return undefined;
    const value = header.slice(blank).trim();
    if (value === '' || value.length > MAX_LENGTH) return MALFORMED;
    if (httpScheme === 'bearer') return toBearer(value);
    return httpScheme === 'basic' ? toBasic(value) : { type: 'http', scheme: httpScheme, value };
  };
}

/** RFC 6750, section 2.1: the token is one `b64token`. A header sent twice arrives with a comma. */
function toBearer(value: string): Credentials | typeof MALFORMED {
  return /^[A-Za-z0-9._~+/-]+=*$/.test(value) ? { type: 'bearer', token: value } : MALFORMED;
}

/** RFC 7617, section 2, read as UTF-8. */
function toBasic(value: string): Credentials | typeof MALFORMED {
  try {
    const bytes = Uint8Array.from(atob(value), (character) => character.charCodeAt(0));
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    const colon = text.indexOf(':');
    if (colon === -1 || text.includes('\0')) return MALFORMED;
    return { type: 'basic', username: text.slice(0, colon), password: text.slice(colon + 1) };
  } catch {
    return MALFORMED;
  }
}

function extractApiKey(place: string, name: string): Extract {
  return (exchange) => {
    const keys = apiKeysAt(place, name, exchange);
    if (keys === undefined) return undefined;
    const key = keys.length === 1 ? keys[0] : undefined;
    return key === undefined || key === '' || key.length > MAX_LENGTH ? MALFORMED : { type: 'apiKey', key };
  };
}

function apiKeysAt(
  place: string,
  name: string,
  { request, search }: CallerExchange,
): readonly (string | undefined)[] | undefined {
  if (place === 'query') return new QueryString(search).values.get(name)?.map(decodeFormText);
  if (place === 'cookie') return parseCookies(request.header('cookie')).get(name);
  const header = request.header(name.toLowerCase());
  return header === null ? undefined : [header];
}

/** RFC 9110, section 11.6.1: a 401 says which schemes would be taken. */
function toChallenge(
  title: string,
  operation: OperationContract,
  schemes: ReadonlyMap<string, SecuritySchemeContract>,
  bearerError = '',
): string {
  const realm = quoted(title);
  const named = operation.security.flatMap((requirement) =>
    requirement.schemes.map(({ name }) => schemes.get(name)),
  );
  const challenges = named.map((scheme) => {
    if (scheme?.type === 'apiKey')
      return `ApiKey realm=${realm}, in=${quoted(scheme.in ?? '')}, name=${quoted(scheme.parameterName ?? '')}`;
    if (scheme?.type === 'mutualTLS') return `Mutual realm=${realm}`;
    const name = scheme?.type === 'http' ? (scheme.scheme ?? 'bearer') : 'bearer';
    const challenge = `${name.charAt(0).toUpperCase()}${name.slice(1)} realm=${realm}`;
    if (name.toLowerCase() === 'bearer') return challenge + bearerError;
    return name.toLowerCase() === 'basic' ? `${challenge}, charset="UTF-8"` : challenge;
  });
  return [...new Set(challenges)].join(', ');
}

/** As a quoted-string; what no header may carry is left out. */
function quoted(text: string): string {
  return `"${text.replace(/[^\x20-\x7e]/g, '').replace(/["\\]/g, '\\$&')}"`;
}
