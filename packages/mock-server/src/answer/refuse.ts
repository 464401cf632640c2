import type { MediaType, Operation } from '@plumbline/openapi';
import type { FieldError, RenderedAnswer } from '@plumbline/runtime/server';
import { isObject, type JsonObject, member } from '../json.ts';
import type { Examples } from './examples.ts';
import type { Negotiated, Negotiator } from './negotiate.ts';
import { type PrismProblem, type PrismProblemType, prismProblem, type Violation } from './prism-problem.ts';
import { withFacts } from './problem-facts.ts';

/** How the runtime refused a request, before anything answered it. */
export interface Refusal {
  readonly status: number;
  /** The runtime's problem details. */
  readonly problem: JsonObject;
}

/** Reads what the runtime answered. */
export function toRefusal({ status, body }: RenderedAnswer): Refusal {
  // The answer to HEAD has lost its body already.
  const problem: unknown = typeof body === 'string' ? JSON.parse(body) : {};
  return { status, problem: isObject(problem) ? problem : {} };
}

/**
 * The statuses that may say it, the best first: Prism's order, and 404 for a path parameter that cannot name
 * anything, where the operation declares one.
 */
export function refusalStatuses(refusal: Refusal, operation: Operation): readonly number[] {
  const { status } = refusal;
  if (status === 415) return [415, 422, 400];
  if (status !== 400) return [status];
  const errors = fieldErrors(refusal);
  const isOfPath = errors.length > 0 && errors.every(({ pointer }) => pointer.startsWith('path/'));
  const declaresNotFound = operation.responses.some((response) => response.status === '404');
  if (isOfPath && declaresNotFound) return [404, 422, 400];
  return slugOf(refusal.problem) === 'validation-failed' ? [422, 400] : [400, 422];
}

/** The declared answer to a refusal; undefined when none is declared. */
export function declaredRefusal(
  refusal: Refusal,
  parts: {
    readonly operation: Operation;
    readonly negotiator: Negotiator;
    readonly preferred: { readonly code?: number; readonly example?: string };
  },
): Negotiated | undefined {
  const statuses = refusalStatuses(refusal, parts.operation);
  const { code, example } = parts.preferred;
  // As in Prism: a preferred example counts when it is one of the status that is answered anyway.
  const isPreferred = code !== undefined && statuses.includes(code);
  return (
    (isPreferred ? parts.negotiator.refusal([code], example) : undefined) ??
    parts.negotiator.refusal(statuses, undefined)
  );
}

/**
 * What a declared problem says of this refusal: the example of its type, with the facts of this request in the
 * members that the example has. Undefined without a usable example.
 */
export function refusalBody(refusal: Refusal, negotiated: Negotiated, examples: Examples): unknown {
  const { content, status, example: preferred } = negotiated;
  if (!content) return undefined;
  const usable = examples.all(content);
  const facts = factsFor(refusal, status);
  const slug = slugOf(facts);
  const chosen =
    usable.find(({ example, value }) => example.name === slug || (slug !== '' && slugOf(value) === slug)) ??
    usable.find(({ example }) => example === preferred) ??
    usable[0];
  return chosen && withRefusalFacts(chosen.value, refusal, { status, content, examples });
}

/** What a declared problem says, with the facts of this refusal. */
export function withRefusalFacts(
  value: unknown,
  refusal: Refusal,
  parts: { readonly status: number; readonly content: MediaType; readonly examples: Examples },
): unknown {
  return withFacts(value, { ...factsFor(refusal, parts.status), status: parts.status }, parts);
}

/** Where a wrong path parameter is told as 404, nothing was wrong with a value: there is just nothing there. */
function factsFor({ status, problem }: Refusal, told: number): JsonObject {
  if (status !== 400 || told !== 404) return problem;
  const { instance, requestId } = problem;
  return { type: 'not-found', instance, requestId };
}

/** The last part of a problem's `type`, which names it in URIs of every kind. */
function slugOf(problem: unknown): string {
  const type = member(problem, 'type');
  return typeof type === 'string' ? (type.split(/[/:#]/).at(-1) ?? '') : '';
}

const TYPES: ReadonlyMap<number, PrismProblemType> = new Map([
  [401, 'UNAUTHORIZED'],
  [404, 'NO_PATH_MATCHED_ERROR'],
  [405, 'NO_METHOD_MATCHED_ERROR'],
  [406, 'NOT_ACCEPTABLE'],
  [413, 'PAYLOAD_TOO_LARGE'],
  [415, 'INVALID_CONTENT_TYPE'],
]);

/** Where the description declares nothing for it. */
export function undeclaredRefusal(refusal: Refusal): PrismProblem {
  const detail = member(refusal.problem, 'detail');
  const text = typeof detail === 'string' ? detail : 'The request is not as described.';
  const type = TYPES.get(refusal.status);
  if (type !== undefined) return prismProblem(type, text);
  const violations = refusalViolations(refusal);
  if (violations.length > 0) return prismProblem('UNPROCESSABLE_ENTITY', text, violations);
  // What cannot be parsed is no unprocessable content (RFC 9110, section 15.5.21).
  return { ...prismProblem('UNPROCESSABLE_ENTITY', text), status: refusal.status };
}

/** What the request broke, one by one. */
export function refusalViolations(refusal: Refusal): readonly Violation[] {
  return fieldErrors(refusal).map(toViolation);
}

function fieldErrors({ problem }: Refusal): readonly FieldError[] {
  const errors = member(problem, 'errors');
  // Safe: the runtime wrote this document a moment ago.
  return Array.isArray(errors) ? (errors as readonly FieldError[]) : [];
}

/** Prism's form of an error: the place from the outside in. */
export function toViolation({ pointer, code, message }: FieldError): Violation {
  const isOfBody = pointer === '' || pointer.startsWith('/');
  const location = isOfBody ? ['body', ...pointer.split('/').slice(1)] : pointer.split('/');
  return { location: ['request', ...location], severity: 'Error', code, message };
}
