/** How to see a failure again, as plain data: the requests in order, the last of which shows it. */
export interface Replay {
  readonly steps: readonly ReplayStep[];
  readonly expected: ReplayExpectation;
}

export interface ReplayStep {
  readonly method: string;
  /** Without what stands before the paths of the description. */
  readonly path: ReplayText;
  readonly headers: Readonly<Record<string, ReplayText>>;
  readonly body?: ReplayText;
  /** Where the answer tells the id of what this step makes. */
  readonly makes?: IdPlace;
  /** The path that deletes what this step makes. */
  readonly undo?: { readonly path: ReplayText };
}

/** A text with holes. */
export type ReplayText = readonly ReplayPiece[];

export type ReplayPiece =
  | string
  /** The name of an environment variable. */
  | { readonly secret: string }
  /** The id of what a step made; steps count from 0. */
  | { readonly idOf: number }
  /** A key that was never used before. */
  | { readonly fresh: true };

/** Where an answer tells the id of what was made: a JSON Pointer into its body, or the end of its Location. */
export type IdPlace = { readonly pointer: string } | { readonly header: 'location' };

/** What the answer to the last step must be. */
export type ReplayExpectation =
  | {
      readonly kind: 'status';
      /** Statuses and ranges, one of which is right: `404`, `2XX`. */
      readonly statuses: readonly string[];
    }
  | { readonly kind: 'mediaType'; readonly mediaTypes: readonly string[] }
  | { readonly kind: 'header'; readonly name: string; readonly not?: string }
  | { readonly kind: 'body'; readonly rules: readonly BodyRule[] };

/** One rule on one place of a JSON body. */
export type BodyRule = { readonly pointer: string } & (
  | { readonly rule: 'has' | 'lacks'; readonly property: string }
  | { readonly rule: 'type'; readonly types: readonly string[] }
  | { readonly rule: 'oneOf'; readonly values: readonly unknown[] }
  | { readonly rule: 'not'; readonly value: unknown }
);
