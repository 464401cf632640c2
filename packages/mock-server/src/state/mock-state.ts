import type { JsonObject } from '../json.ts';

/** The session of requests that name none. */
export const DEFAULT_SESSION = 'default';

/** What a mock remembers, apart for each session. */
export interface MockState {
  /** A session by its name; made, in its start state, when it is first asked for. @default 'default' */
  session(name?: string): MockSession;
  /** Of the sessions that were used, the one unused for the longest first. */
  readonly sessionNames: readonly string[];
  /** What each operation does with the state, in the order of the description. */
  readonly roles: readonly OperationRole[];
}

/** What an operation does with the state, for people to read. */
export interface OperationRole {
  /** The operation's id. */
  readonly operation: string;
  readonly role:
    | 'create'
    | 'list'
    | 'read'
    | 'update'
    | 'replace'
    | 'delete'
    | 'action'
    | 'singleton'
    | 'view'
    | 'static';
  /** What kind of thing it is about: `Website`. Absent where the operation is static. */
  readonly type?: string;
  /** Why the operation is static, or what was guessed; one sentence. */
  readonly note?: string;
}

/** The memory of one session. Nothing of it is shared with another one. */
export interface MockSession {
  readonly name: string;
  /** Back to the start: what the description's examples say, no tokens but those of the options, nothing counted. */
  reset(): void;
  /** All that the session remembers, as plain JSON data. */
  snapshot(): StateSnapshot;
  /**
   * Puts a snapshot in the place of everything. What belongs to a collection that the description no longer has is
   * left out, so a snapshot outlives a change of the description. Kept answers of idempotency keys and counts of rate
   * limits are no part of it and begin anew.
   */
  restore(snapshot: StateSnapshot): void;
  /**
   * Adds to what is there. An item with the id of one that exists takes its place.
   * @throws SeedError when nothing was added, because a part of it fits no collection
   */
  seed(data: SeedData): void;
  /** What is there, for people and pages to show. Tokens are told by their first characters only. */
  inspect(): SessionView;
}

/** Thrown for data that no collection takes; says which part and what there is. */
export class SeedError extends Error {
  override readonly name = 'SeedError';
}

export interface SeedData {
  /**
   * Items by the type of a collection that stands below nothing (`Website`), or by the path of a collection with its
   * ids written out (`/websites/42/forms`). What an item leaves out is made as for a create.
   */
  readonly items?: Readonly<Record<string, readonly JsonObject[]>>;
  /** Tokens by the text that a client sends. As soon as a session knows tokens, others are refused with 401. */
  readonly tokens?: Readonly<Record<string, MockToken>>;
  /** Whose items they are, where the description declares tenants. @default 'default' */
  readonly tenant?: string;
}

/** Who a token stands for. */
export interface MockToken {
  /** @default every scope that the description knows */
  readonly scopes?: readonly string[];
  /** @default every role that the description names */
  readonly roles?: readonly string[];
  /** @default 'default' */
  readonly tenant?: string;
  /** The name of the rate limit policy that holds for it. @default the first that is declared */
  readonly policy?: string;
}

/** A token with where it came from. */
export interface KnownToken extends MockToken {
  /** The item that it was made with, by an operation of the API; deleting it ends the token. */
  readonly madeWith?: { readonly collection: string; readonly id: string };
  readonly isEnded?: boolean;
}

/** Everything a session remembers. Plain JSON: it can be written to a file and sent. */
export interface StateSnapshot {
  readonly version: 1;
  readonly shelves: readonly ShelfSnapshot[];
  readonly singletons: readonly SingletonSnapshot[];
  readonly tokens: Readonly<Record<string, KnownToken>>;
  /** How many ids were made. */
  readonly serial: number;
}

/** The items of one collection under the same parents. */
export interface ShelfSnapshot {
  /** The path of the collection, ids as `{}`: `/websites/{}/forms`. */
  readonly collection: string;
  /** The ids that stand in the place of each `{}`. */
  readonly parents: readonly string[];
  readonly tenant: string;
  readonly items: readonly ItemSnapshot[];
  /** Ids of what was deleted. */
  readonly gone: readonly string[];
}

export interface ItemSnapshot {
  /** As a path has it. */
  readonly id: string;
  readonly value: JsonObject;
  /** Ids of things that it belongs to although its path does not say so, by their collection. */
  readonly links: Readonly<Record<string, string>>;
  /** Lists show what has the lower number first. */
  readonly place: number;
}

export interface SingletonSnapshot {
  /** The path, ids as `{}`. */
  readonly path: string;
  readonly parents: readonly string[];
  readonly tenant: string;
  readonly value: JsonObject;
}

export interface SessionView {
  readonly name: string;
  readonly collections: readonly CollectionView[];
  readonly singletons: readonly {
    readonly path: string;
    readonly tenant: string;
    readonly value: JsonObject;
  }[];
  readonly tokens: readonly (MockToken & { readonly token: string })[];
}

export interface CollectionView {
  readonly type: string;
  /** With the ids written out: `/websites/42/forms`. */
  readonly path: string;
  readonly tenant: string;
  readonly items: readonly JsonObject[];
}
