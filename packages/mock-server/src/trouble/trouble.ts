import type { Latency } from './latency.ts';

/** One thing that goes wrong. */
export type Trouble =
  /** The answer comes late. */
  | { readonly kind: 'latency'; readonly latency: Latency }
  /** Another status than the operation would answer; `undeclared`: one that the description does not have. */
  | { readonly kind: 'status'; readonly status: number | 'undeclared' }
  /** The connection is reset before anything of the answer. */
  | { readonly kind: 'reset' }
  /** The connection ends within the body; `share` of its bytes arrive. */
  | { readonly kind: 'truncate'; readonly share: number }
  /** The body takes so long from its first byte to its last. */
  | { readonly kind: 'slow'; readonly milliseconds: number }
  /** The body breaks its schema, by this keyword if one is named. */
  | { readonly kind: 'invalid'; readonly keyword: string | undefined };

export type TroubleKind = Trouble['kind'];

/** A trouble with how likely it is, from 0 to 1. */
export interface Chance {
  readonly trouble: Trouble;
  readonly probability: number;
}

/** What goes wrong with the requests of one session to one operation. */
export interface TroublePlan {
  /** As it was written. */
  readonly text: string;
  /** At most one of each kind. */
  readonly chances: readonly Chance[];
  /** So many requests are left alone first. */
  readonly after: number;
  /** So many requests are then in for it. `Infinity`: all of them. */
  readonly times: number;
  /** Replaces the seed of the mock. */
  readonly seed: string | undefined;
}
