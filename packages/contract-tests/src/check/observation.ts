import type { ObligationKind } from '../obligation.ts';
import type { Reason } from '../verdict.ts';

/** What one answer says about one obligation of its operation. */
export type Observation = {
  readonly kind: ObligationKind;
  readonly parts: readonly string[];
} & (
  | { readonly outcome: 'kept' }
  | { readonly outcome: 'broken'; readonly expected: string; readonly received: string }
  | { readonly outcome: 'open'; readonly reason: Reason; readonly detail?: string }
);

export const kept = (kind: ObligationKind, ...parts: readonly string[]): Observation => ({
  kind,
  parts,
  outcome: 'kept',
});

export function broken(
  kind: ObligationKind,
  parts: readonly string[],
  { expected, received }: { readonly expected: string; readonly received: string },
): Observation {
  return { kind, parts, outcome: 'broken', expected, received };
}

/** Whether the body of an answer was looked at and is valid. */
export const showsBody = (observations: readonly Observation[]): boolean =>
  observations.some(({ kind, outcome }) => kind === 'R.body' && outcome === 'kept') &&
  !observations.some(({ kind, outcome }) => kind === 'R.body' && outcome === 'broken');
