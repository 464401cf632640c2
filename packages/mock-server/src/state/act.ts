import type { HandlerRequest } from '@plumbline/runtime/server';
import type { JsonObject } from '../json.ts';
import type { Sight } from './resources.ts';
import type { Item } from './store.ts';
import type { Table } from './tables.ts';

/** One request to an operation that has to do with the state. */
export interface Act extends Sight {
  readonly request: HandlerRequest;
  /** Ids of the path, the outermost first. */
  readonly ids: readonly string[];
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** What came of it. */
export type Outcome =
  | {
      readonly kind: 'thing';
      readonly table: Table | undefined;
      readonly value: JsonObject;
      readonly isNew: boolean;
      readonly path?: string;
    }
  | Listed
  | { readonly kind: 'gone' }
  /** It answers as without state. */
  | { readonly kind: 'static' };

/** Items that a list is made of, in the order in which they came. They are gone through only where that is needed. */
export interface Listed {
  readonly kind: 'list';
  readonly items: Iterable<Item>;
  /** Two lists of one request are the same as long as this number is. */
  readonly version: number;
}

/** What one operation does with the state. Throws a `StateRefusal`, or `Unshowable`. */
export type Perform = (act: Act) => Outcome;

/** Thrown where what was written cannot be shown as the description wants it; nothing was stored. */
export class Unshowable extends Error {
  override readonly name = 'Unshowable';
}
