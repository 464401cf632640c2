import type { RecordedExchange } from './exchange.ts';
import type { Replay } from './replay.ts';

/** Why an obligation was neither proved nor violated. The list is closed. */
export const reasons = {
  'not-reachable': 'no request of a black-box test leads there',
  'not-seen': 'no answer of the run showed it',
  'not-armed': 'the same request without the flaw was not accepted, so the refusal proves nothing',
  'other-refusal': 'the request was refused for another reason than the one under test',
  'no-producer': 'no id is known and nothing that can be called makes one',
  'no-answer': 'the server gave no answer',
  'needs-credentials': 'no credentials were given for this operation',
  'needs-identity': 'an identity with other scopes, another role, or one that may be lost, was not given',
  'needs-second-tenant': 'an identity of another tenant was not given',
  never: 'the set-up says never to call it',
  'needs-write': 'the run is safe: it only reads',
  'needs-destructive': 'it would change what this run did not make',
  'needs-budget': 'the budget of requests or of waiting was spent',
  'needs-items': 'the list holds too few items',
  'needs-clock': 'the time of the API would have to be moved: give `clock`',
  'blocked-by': 'what it rests on is violated or could not be seen',
  unsettled: 'others changed the data meanwhile',
  'no-contrast': 'what was compared was the same before, so nothing can be told from it',
  unspecified: 'the description leaves it open',
  unsupported: 'the media type, style or scheme is not supported by this tool',
  vague: 'no value that travels in a request breaks it for certain',
} as const satisfies Readonly<Record<string, string>>;

export type Reason = keyof typeof reasons;

/** What was expected and what came. */
export interface Finding {
  readonly expected: string;
  readonly received: string;
  readonly exchange: RecordedExchange;
  /** The number of the first exchange that showed it, where `exchange` is a smaller one. */
  readonly reducedFrom?: number;
  /** The exchanges that it takes before, in order; absent where the request alone shows it. */
  readonly steps?: readonly RecordedExchange[];
  /** How to see it again; absent where it takes more than what the failing request works on. */
  readonly replay?: Replay;
}

export type Verdict =
  | {
      readonly outcome: 'proved';
      /** Numbers of the exchanges that show it; those that were kept are in the report. */
      readonly by: readonly number[];
    }
  | ({ readonly outcome: 'violated' } & Finding)
  | { readonly outcome: 'unproven'; readonly reason: Reason; readonly detail?: string };

export const provedBy = (exchanges: readonly Pick<RecordedExchange, 'number'>[]): Verdict => ({
  outcome: 'proved',
  by: exchanges.map(({ number }) => number),
});

export const violated = ({ expected, received, exchange }: Finding): Verdict => ({
  outcome: 'violated',
  expected,
  received,
  exchange,
});

export const unproven = (reason: Reason, detail?: string): Verdict => ({
  outcome: 'unproven',
  reason,
  ...(detail === undefined ? {} : { detail }),
});
