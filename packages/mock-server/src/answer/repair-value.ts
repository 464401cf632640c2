import { type CompiledCheck, type SchemaProblem, toProblems } from '@plumbline/json-schema';
import { lookUp, parsePointer, replaceAt } from './pointer.ts';

/** A value with more flaws is not worth mending. */
const MAX_REPAIRS = 64;

/**
 * The value with as little as possible put right: what is missing or wrong is taken from the donors, valid values
 * of the same schema, and what is too much is taken away. Undefined when that does not make it valid.
 */
export function repairValue(value: unknown, donors: readonly unknown[], check: CompiledCheck): unknown {
  let current = value;
  const seen = new Set<string>();
  for (let repairs = 0; repairs < MAX_REPAIRS; repairs++) {
    if (check(current)) return current;
    const problem = toProblems(check.errors)[0];
    if (!problem) return undefined;
    const place = `${problem.instancePath} ${problem.keyword} ${JSON.stringify(problem.params)}`;
    // The same problem again: the donors are of another kind here.
    if (seen.has(place)) return undefined;
    seen.add(place);
    const repaired = repairOne(current, donors, problem);
    // Nothing would be left of the value.
    if (donors.includes(repaired)) return undefined;
    current = repaired;
  }
  return undefined;
}

function repairOne(
  value: unknown,
  donors: readonly unknown[],
  { instancePath, keyword, params }: SchemaProblem,
): unknown {
  const tokens = parsePointer(instancePath);
  const missing = keyword === 'required' ? params.missingProperty : undefined;
  if (typeof missing === 'string') {
    const path = [...tokens, missing];
    return replaceAt(value, path, donated(donors, path));
  }
  const surplus = params.additionalProperty ?? params.unevaluatedProperty;
  if (typeof surplus === 'string') return replaceAt(value, [...tokens, surplus], undefined);
  return replaceAt(value, tokens, donated(donors, tokens));
}

/** From the first donor that has something there. */
function donated(donors: readonly unknown[], tokens: readonly string[]): unknown {
  return donors.map((donor) => lookUp(donor, tokens)).find((part) => part !== undefined);
}
