import type { ApiModel, Operation, SecurityRequirement, SecurityScheme } from '@plumbline/openapi';
import { needsCredentials, requiredScopes } from '../plan/access.ts';
import type { Draft } from '../request/draft.ts';
import type { ContractTestOptions, Credentials, Identity, Mint } from '../target.ts';
import { endsIdentity } from './operation-effect.ts';
import type { Secrets } from './secrets.ts';

/** Finds who may call an operation, and who may not. Each answer is undefined where nobody fits. */
export interface Callers {
  /** Anybody for a public operation (an identity without credentials when none is given). */
  sufficient(operation: Operation): Promise<Identity | undefined>;
  /** Somebody who may be lost. */
  disposable(operation: Operation): Identity | undefined;
  /** With every scope but this one. */
  lacking(operation: Operation, scope: string): Promise<Identity | undefined>;
  /** With exactly the needed scopes. */
  exact(operation: Operation): Promise<Identity | undefined>;
  /** With the scopes and none of the roles. */
  otherRole(operation: Operation): Identity | undefined;
  /** Somebody of another tenant who could call it there. */
  foreign(operation: Operation): Identity | undefined;
  /** Whether somebody who lasts has the credentials, scopes and roles for it. */
  mayCall(operation: Operation, identity: Identity): boolean;
  /** Another person of the same tenant who may call it too, by `principal`. */
  otherPrincipal(draft: Pick<Draft, 'operation' | 'identity'>): Identity | undefined;
  /** Those of the tenant under test that were given and are not to be lost. */
  readonly given: readonly Identity[];
  /** With credentials of this alternative. */
  with(operation: Operation, alternative: SecurityRequirement): Identity | undefined;
  /** Whether a scope comes with another one. */
  implies(scope: string, other: string): boolean;
  /** Whether it is one of those that were given. */
  has(identity: Identity): boolean;
}

/** Who was given, and how others are made. */
export interface CallerOptions extends Pick<ContractTestOptions, 'identities' | 'token'> {
  readonly mint?: Mint | undefined;
  /** True when what is minted belongs to one of the given: he would be lost with it. */
  readonly mintsForMaker?: boolean;
}

const anybody: Identity = { name: 'anybody', credentials: {} };

export function createCallers(model: ApiModel, options: CallerOptions, secrets: Secrets): Callers {
  const identities = listIdentities(model, options);
  for (const identity of identities) secrets.add(identity);
  const minted = new Map<string, Promise<Identity | undefined>>();
  const knows = scopeKnowledge(model);

  function mint(scopes: readonly string[], role: string | undefined): Promise<Identity | undefined> {
    const wanted = { scopes, ...(role === undefined ? {} : { role }) };
    const key = JSON.stringify(wanted);
    const known = minted.get(key) ?? mintNew(wanted);
    minted.set(key, known);
    return known;
  }

  /** Nobody for an operation that would take the maker of the credentials his access. */
  async function mintFor(operation: Operation, scopes: readonly string[]): Promise<Identity | undefined> {
    const isAtRisk = options.mintsForMaker === true && endsIdentity(operation);
    return isAtRisk ? undefined : mint(scopes, operation.behaviours.roles[0]);
  }

  async function mintNew(wanted: { readonly scopes: readonly string[]; readonly role?: string }) {
    const credentials = await options.mint?.(wanted);
    if (!credentials) return undefined;
    const identity = { name: `minted ${minted.size + 1}`, credentials, scopes: wanted.scopes };
    secrets.add(identity);
    return identity;
  }

  const home = identities[0]?.tenant;
  const residents = identities.filter(({ tenant }) => tenant === undefined || tenant === home);
  const lasting = residents.filter(({ isDisposable }) => !isDisposable);
  const fits = (operation: Operation) => (identity: Identity) =>
    hasSchemes(operation, identity.credentials) &&
    requiredScopes(operation).every((scope) => holds(identity, scope, knows)) &&
    hasRole(operation, identity);

  return {
    has: (identity) => identities.includes(identity),
    given: lasting,
    with: (operation, { schemes }) =>
      lasting.find(
        (identity) =>
          schemes.every(({ name }) => Object.hasOwn(identity.credentials, name)) && fits(operation)(identity),
      ),
    implies: (scope, other) => knows.closure(scope).has(other),
    async sufficient(operation) {
      const found = lasting.find(fits(operation));
      if (found) return found;
      if (!needsCredentials(operation)) return anybody;
      return mint(requiredScopes(operation), operation.behaviours.roles[0]);
    },
    disposable: (operation) =>
      residents.find((identity) => identity.isDisposable && fits(operation)(identity)),
    async lacking(operation, scope) {
      const others = requiredScopes(operation).filter((other) => other !== scope);
      const found = lasting
        .filter(
          (identity) =>
            identity.scopes !== undefined &&
            hasSchemes(operation, identity.credentials) &&
            !holds(identity, scope, knows) &&
            others.every((other) => holds(identity, other, knows)) &&
            hasRole(operation, identity),
        )
        .sort((one, other) => (other.scopes?.length ?? 0) - (one.scopes?.length ?? 0))[0];
      return found ?? mintFor(operation, knows.allBut(operation, scope));
    },
    async exact(operation) {
      const needed = requiredScopes(operation);
      const found = lasting.find(
        (identity) => identity.scopes?.length === needed.length && fits(operation)(identity),
      );
      return found ?? mintFor(operation, needed);
    },
    otherRole: (operation) =>
      lasting.find(
        (identity) =>
          identity.roles !== undefined &&
          hasSchemes(operation, identity.credentials) &&
          !hasRole(operation, identity) &&
          requiredScopes(operation).every((scope) => holds(identity, scope, knows)),
      ),
    otherPrincipal: ({ operation, identity }) =>
      lasting.find(
        (other) =>
          identity?.principal !== undefined &&
          other.principal !== undefined &&
          other.principal !== identity.principal &&
          fits(operation)(other),
      ),
    mayCall: (operation, identity) => identity.isDisposable !== true && fits(operation)(identity),
    foreign: (operation) =>
      identities.find(
        (identity) =>
          !residents.includes(identity) &&
          identity.isDisposable !== true &&
          needsCredentials(operation) &&
          fits(operation)(identity),
      ),
  };
}

function listIdentities(model: ApiModel, { identities = [], token }: CallerOptions): readonly Identity[] {
  if (token === undefined) return identities;
  const credentials: Credentials = Object.fromEntries(
    model.securitySchemes.filter((scheme) => takesToken(scheme, token)).map(({ name }) => [name, token]),
  );
  return [...identities, { name: 'token', credentials }];
}

/** HTTP Basic takes a user and a password, and a certificate is no text. */
function takesToken({ type, scheme }: SecurityScheme, token: string): boolean {
  if (type === 'mutualTLS') return false;
  return type !== 'http' || scheme !== 'basic' || token.includes(':');
}

/** Whether the credentials serve one of the alternatives; the empty alternative is served by anybody. */
function hasSchemes({ security }: Operation, credentials: Credentials): boolean {
  if (security.length === 0) return true;
  return security.some(({ schemes }) => schemes.every(({ name }) => Object.hasOwn(credentials, name)));
}

function hasRole({ behaviours }: Operation, { roles }: Identity): boolean {
  return (
    behaviours.roles.length === 0 ||
    roles === undefined ||
    roles.some((role) => behaviours.roles.includes(role))
  );
}

interface ScopeKnowledge {
  /** The scopes that come with a scope, itself included. */
  readonly closure: (scope: string) => ReadonlySet<string>;
  readonly allBut: (operation: Operation, scope: string) => readonly string[];
}

function scopeKnowledge(model: ApiModel): ScopeKnowledge {
  const scopes = new Map(
    model.securitySchemes.flatMap((scheme) => scheme.scopes).map((scope) => [scope.name, scope]),
  );
  const closure = (name: string): ReadonlySet<string> => {
    const found = new Set([name]);
    for (const member of found) for (const implied of scopes.get(member)?.implies ?? []) found.add(implied);
    return found;
  };
  return {
    closure,
    allBut: (operation, scope) =>
      model.securitySchemes
        .filter(({ name }) =>
          operation.security.some(({ schemes }) => schemes.some((used) => used.name === name)),
        )
        .flatMap((scheme) => scheme.scopes.map(({ name }) => name))
        .filter((name) => !closure(name).has(scope)),
  };
}

function holds({ scopes }: Identity, scope: string, { closure }: ScopeKnowledge): boolean {
  return scopes === undefined || scopes.some((held) => closure(held).has(scope));
}
