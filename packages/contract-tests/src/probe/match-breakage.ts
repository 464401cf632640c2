import type { Breakage } from '@plumbline/json-schema';
import { type Constraint, unescapeToken } from '../plan/constraints.ts';
import { atPointer, isJsonObject } from '../values/json.ts';

/** Whether a breakage breaks a constraint: the same keyword, the same place, of `required` the same property. */
export function matchBreakage(constraint: Constraint, breakage: Breakage, base: unknown): boolean {
  if (breakage.keyword !== constraint.keyword) return false;
  // Two branches of a union may have the same keyword in the same place of the value.
  if (constraint.branches.length > 0 && breakage.schemaPath !== constraint.schemaPath) return false;
  if (!matchPointer(constraint.pointer, breakage.instancePath)) return false;
  return constraint.property === undefined || lost(breakage, base).includes(constraint.property);
}

/** `*` of the constraint stands for any item or member. */
function matchPointer(pattern: string, pointer: string): boolean {
  const expected = pattern.split('/');
  const actual = pointer.split('/');
  return (
    expected.length === actual.length &&
    expected.every(
      (token, index) => token === '*' || unescapeToken(token) === unescapeToken(actual[index] ?? ''),
    )
  );
}

/** The properties that the base has and the broken value lacks, at the place of the breakage. */
function lost({ value, instancePath }: Breakage, base: unknown): readonly string[] {
  const before = atPointer(base, instancePath);
  const after = atPointer(value, instancePath);
  if (!isJsonObject(before) || !isJsonObject(after)) return [];
  return Object.keys(before).filter((name) => !Object.hasOwn(after, name));
}
