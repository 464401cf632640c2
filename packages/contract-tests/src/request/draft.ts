import type { Operation, Parameter } from '@plumbline/openapi';
import type { Phase } from '../exchange.ts';
import { parameterKey } from '../plan/requests.ts';
import type { Credentials, Identity } from '../target.ts';

/** A request before it is written: what each part says, not yet how. */
export interface Draft {
  readonly operation: Operation;
  readonly method: string;
  /** Values by `location/name`; a parameter without an entry is left out. */
  readonly values: ReadonlyMap<string, DraftValue>;
  readonly body?: DraftBody;
  /** Whose credentials are sent; undefined: nobody's. */
  readonly identity?: Identity;
  readonly credentials: Credentials;
  /** Path and query as the server gave them in a link; they stand in place of the operation's path and parameters. */
  readonly address?: string;
  /** Query parameters that are not declared. */
  readonly extraQuery?: Readonly<Record<string, string>>;
  /** Headers that are no parameters, for example `accept`. */
  readonly headers: Readonly<Record<string, string>>;
  /** The idempotency key: none, one never used before, or this one. */
  readonly key: 'none' | 'fresh' | { readonly text: string };
  /** Set when the request is wrong on purpose. */
  readonly flaw?: Flaw;
  /** Set when chance made the request. */
  readonly phase?: Phase;
}

export interface DraftValue {
  readonly parameter: Parameter;
  readonly value: unknown;
}

export type DraftBody =
  | { readonly kind: 'value'; readonly mediaType: string; readonly value: unknown }
  | { readonly kind: 'text'; readonly mediaType: string; readonly text: string };

/** What is wrong with a request, and which statuses say so. */
export interface Flaw {
  readonly description: string;
  /** Statuses that refuse the flaw itself, the right one first. */
  readonly refusals: readonly string[];
  /** Statuses, also as ranges, that break the promise to refuse it. */
  readonly breaches: readonly string[];
}

export function withValue(draft: Draft, parameter: Parameter, value: unknown): Draft {
  return { ...draft, values: new Map(draft.values).set(parameterKey(parameter), { parameter, value }) };
}

export function withoutValue(draft: Draft, parameter: Parameter): Draft {
  const values = new Map(draft.values);
  values.delete(parameterKey(parameter));
  return { ...draft, values };
}

export function withoutBody({ body: _, ...draft }: Draft): Draft {
  return draft;
}

export function withIdentity({ identity: _, ...draft }: Draft, identity: Identity | undefined): Draft {
  if (!identity) return { ...draft, credentials: {} };
  return { ...draft, identity, credentials: credentialsOf(draft.operation, identity) };
}

/** The credentials for the first alternative that the identity can serve, and no others: two may share a header. */
export function credentialsOf({ security }: Operation, { credentials }: Identity): Credentials {
  const alternative = security.find(({ schemes }) =>
    schemes.every(({ name }) => Object.hasOwn(credentials, name)),
  );
  const names = new Set(alternative?.schemes.map(({ name }) => name));
  return Object.fromEntries(Object.entries(credentials).filter(([name]) => names.has(name)));
}
