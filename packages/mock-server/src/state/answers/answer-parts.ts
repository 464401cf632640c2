import type { Resources } from '../resources.ts';
import type { Views } from '../views.ts';

/** What the answers of all operations share. */
export interface AnswerParts {
  readonly resources: Resources;
  readonly views: Views;
  readonly keepsPaging: boolean;
}

/** A body made of the state and the headers that go with it, by lower-case name; null: not sent where it may be left out. */
export interface StateBody {
  readonly value: unknown;
  readonly headers: ReadonlyMap<string, string | null>;
}

export const NO_HEADERS: StateBody['headers'] = new Map();
