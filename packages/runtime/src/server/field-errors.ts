import type { SchemaProblem } from '@plumbline/json-schema';
import type { CompiledCheck } from '@plumbline/json-schema/compiled-check';
import { toProblems } from '@plumbline/json-schema/problems';
import { toPointerToken } from './json-pointer.ts';
import type { FieldError } from './problem.ts';

/** More tell a client nothing. */
const MAX_ERRORS = 32;
/** A hostile body can break a hundred thousand rules; so many of them are looked at. */
const MAX_READ = 1000;

/** What a check that just answered false found, below `base` (`''` for the body). */
export function toFieldErrors(check: CompiledCheck, base: string): FieldError[] {
  const problems = toProblems((check.errors ?? []).slice(0, MAX_READ)).slice(0, MAX_ERRORS);
  if (problems.length === 0) return [{ pointer: base, code: 'schema', message: 'is not as described' }];
  return problems.map((problem) => {
    const property = namedProperty(problem);
    if (property === undefined) {
      return { pointer: base + problem.instancePath, code: problem.keyword, message: problem.message };
    }
    const pointer = `${base}${problem.instancePath}/${toPointerToken(property.name)}`;
    return { pointer, code: problem.keyword, message: property.message };
  });
}

/** A missing or superfluous property is named itself, not only the object that lacks or has it. */
function namedProperty({ keyword, params }: SchemaProblem): { name: string; message: string } | undefined {
  const missing =
    keyword === 'required' || keyword === 'dependentRequired' ? params.missingProperty : undefined;
  if (typeof missing === 'string') return { name: missing, message: 'is required' };
  const extra = keyword === 'unevaluatedProperties' ? params.unevaluatedProperty : params.additionalProperty;
  return typeof extra === 'string' ? { name: extra, message: 'is not a known property' } : undefined;
}
