import { accessAnswersDeclared } from './access-answers-declared.ts';
import { allOfClosed } from './all-of-closed.ts';
import { behaviourKnown } from './behaviour-known.ts';
import { behaviourMalformed } from './behaviour-malformed.ts';
import { behaviourPartial } from './behaviour-partial.ts';
import type { Rule } from './define-rule.ts';
import { errorIsProblem } from './error-is-problem.ts';
import { examplesValid } from './examples-valid.ts';
import { idempotencyAnswersDeclared } from './idempotency-answers-declared.ts';
import { idempotencyKeyDeclared } from './idempotency-key-declared.ts';
import { notCarried } from './not-carried.ts';
import { operationIdDuplicate } from './operation-id-duplicate.ts';
import { operationIdMissing } from './operation-id-missing.ts';
import { operationIdUnusable } from './operation-id-unusable.ts';
import { paginationLimitBounded } from './pagination-limit-bounded.ts';
import { paginationPartsDeclared } from './pagination-parts-declared.ts';
import { paginationReturnsArray } from './pagination-returns-array.ts';
import { partMalformed } from './part-malformed.ts';
import { patternSafe } from './pattern-safe.ts';
import { patternValid } from './pattern-valid.ts';
import { rateLimitAnswerDeclared } from './rate-limit-answer-declared.ts';
import { rateLimitHeadersDeclared } from './rate-limit-headers-declared.ts';
import { rateLimitResetUnit } from './rate-limit-reset-unit.ts';
import { readAsMeant } from './read-as-meant.ts';
import { refLeadsNowhere } from './ref-leads-nowhere.ts';
import { resourcePartsDeclared } from './resource-parts-declared.ts';
import { revealOnce } from './reveal-once.ts';
import { rolesNeedSecurity } from './roles-need-security.ts';
import { scopeUnused } from './scope-unused.ts';
import { scopesDefined } from './scopes-defined.ts';

/** Every rule of Plumbline's own, in the order of their pages. */
export const rules: readonly Rule[] = [
  accessAnswersDeclared,
  allOfClosed,
  behaviourKnown,
  behaviourMalformed,
  behaviourPartial,
  errorIsProblem,
  examplesValid,
  idempotencyAnswersDeclared,
  idempotencyKeyDeclared,
  notCarried,
  operationIdDuplicate,
  operationIdMissing,
  operationIdUnusable,
  paginationLimitBounded,
  paginationPartsDeclared,
  paginationReturnsArray,
  partMalformed,
  patternSafe,
  patternValid,
  rateLimitAnswerDeclared,
  rateLimitHeadersDeclared,
  rateLimitResetUnit,
  readAsMeant,
  refLeadsNowhere,
  resourcePartsDeclared,
  revealOnce,
  rolesNeedSecurity,
  scopeUnused,
  scopesDefined,
];
