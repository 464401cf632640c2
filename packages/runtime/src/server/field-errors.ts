import type { CompiledCheck } from '@plumbline/json-schema/compiled-check';
import { toProblems } from '@plumbline/json-schema/problems';
import type { FieldError } from './problem.ts';

/** More tell a client nothing. */
const MAX_ERRORS = 32;
/** A hostile body can break a hundred thousand rules; so many of them are looked at. */
const MAX_READ = 1000;

/** What a check that just answered false found, below `base` (`''` for the body). */
export function toFieldErrors(check: CompiledCheck, base: string): FieldError[] {
  const problems = toProblems((check.errors ?? []).slice(0, MAX_READ)).slice(0, MAX_ERRORS);
  if (problems.length === 0) return [{ pointer: base, code: 'schema', message: 'is not as described' }];
  return problems.map(({ instancePath, keyword, message, params }) => ({
    pointer: base + instancePath + subjectOf(keyword, params),
    code: keyword,
    message,
  }));
}

/** A missing or superfluous property is named itself, not only the object that lacks or has it. */
function subjectOf(keyword: string, params: Readonly<Record<string, unknown>>): string {
  const name = {
    required: params.missingProperty,
    additionalProperties: params.additionalProperty,
    unevaluatedProperties: params.unevaluatedProperty,
    dependentRequired: params.missingProperty,
  }[keyword];
  return typeof name === 'string' ? `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}` : '';
}
