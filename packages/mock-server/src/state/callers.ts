import type { ApiModel } from '@plumbline/openapi';
import type { Credentials, Principal } from '@plumbline/runtime/server';
import type { MockToken } from './mock-state.ts';
import type { Session } from './session.ts';

/** Who calls a mock with state. */
export interface Caller extends Principal {
  readonly session: Session;
  /** The name of the rate limit policy that holds. */
  readonly policy: string | undefined;
}

export const DEFAULT_TENANT = 'default';

/** Finds out for whom credentials stand. */
export class Callers {
  readonly #scopes: readonly string[];
  readonly #roles: readonly string[];
  readonly #keepsScopes: boolean;
  readonly #homeTenant: string;

  constructor(model: ApiModel, options: { readonly keepsScopes: boolean; readonly homeTenant: string }) {
    this.#scopes = allScopes(model);
    this.#roles = allRoles(model);
    this.#keepsScopes = options.keepsScopes;
    this.#homeTenant = options.homeTenant;
  }

  /** Null: these credentials are not good. */
  find(credentials: Credentials, session: Session): Caller | null {
    const text = textOf(credentials);
    const { tokens, knowsTokens } = session.store;
    const known = tokens.get(text);
    if (known) return known.isEnded ? null : this.#caller(text, known, session);
    return knowsTokens ? null : this.#caller(text, this.#read(text), session);
  }

  /** Those of a public operation. */
  anybody(session: Session): Caller {
    return this.#caller('', {}, session);
  }

  #caller(text: string, token: MockToken, session: Session): Caller {
    const { scopes, roles, tenant = this.#homeTenant, policy } = token;
    return {
      id: text,
      tenant,
      scopes: this.#keepsScopes && scopes ? scopes : this.#scopes,
      roles: this.#keepsScopes && roles ? roles : this.#roles,
      session,
      policy,
    };
  }

  /** `mock_<tenant>~<scope>+<scope>`; of other texts nothing is known. */
  #read(text: string): MockToken {
    const [, tenant, list] = /^mock_([A-Za-z0-9.-]+)(?:~([A-Za-z0-9._/+-]*))?$/.exec(text) ?? [];
    if (tenant === undefined) return {};
    if (list === undefined) return { tenant };
    const wanted = new Set(list.split('+'));
    return { tenant, scopes: this.#scopes.filter((scope) => wanted.has(scope) || wanted.has(dotted(scope))) };
  }
}

const dotted = (scope: string): string => scope.replace(/[^A-Za-z0-9._/-]/g, '.');

function textOf(credentials: Credentials): string {
  switch (credentials.type) {
    case 'bearer':
      return credentials.token;
    case 'apiKey':
      return credentials.key;
    case 'basic':
      return `${credentials.username}:${credentials.password}`;
    case 'http':
      return credentials.value;
    case 'mutualTLS':
      return '';
  }
}

function allScopes({ operations, securitySchemes }: ApiModel): readonly string[] {
  const used = operations.flatMap(({ security }) =>
    security.flatMap(({ schemes }) => schemes.flatMap(({ scopes }) => scopes)),
  );
  const known = securitySchemes.flatMap(({ scopes }) => scopes.map(({ name }) => name));
  return [...new Set([...known, ...used])];
}

function allRoles({ operations, securitySchemes }: ApiModel): readonly string[] {
  const ofScopes = securitySchemes.flatMap(({ scopes }) => scopes.flatMap(({ role }) => role ?? []));
  return [...new Set([...operations.flatMap(({ behaviours }) => behaviours.roles), ...ofScopes])];
}
