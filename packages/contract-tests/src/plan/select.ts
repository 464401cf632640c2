import type { Obligation } from '../obligation.ts';

/** Patterns: an operation id, a kind or an obligation id, with `*`. */
export interface Selection {
  readonly only?: readonly string[];
  readonly except?: readonly string[];
}

/** The obligations that `only` names and `except` does not. */
export function selectObligations(
  obligations: readonly Obligation[],
  { only, except = [] }: Selection,
): readonly Obligation[] {
  const isWanted = only ? matcher(only) : () => true;
  const isUnwanted = matcher(except);
  return obligations.filter((obligation) => isWanted(obligation) && !isUnwanted(obligation));
}

/** Whether one of the patterns names an obligation. */
export function matcher(patterns: readonly string[]): (obligation: Obligation) => boolean {
  const exact = new Set(patterns);
  const expressions = patterns.filter((pattern) => pattern.includes('*')).map(toExpression);
  return ({ id, kind, operation }) => {
    const names = [operation, kind, id];
    return (
      names.some((name) => exact.has(name)) ||
      expressions.some((expression) => names.some((name) => expression.test(name)))
    );
  };
}

function toExpression(pattern: string): RegExp {
  const literal = pattern.split(/\*+/).map((part) => RegExp.escape(part));
  return new RegExp(`^${literal.join('.*')}$`, 's');
}
