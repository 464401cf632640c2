import { ContractBreach } from '@plumbline/runtime/server';
import { MockRefusal, prismProblem, problemResponse, type Violation } from './prism-problem.ts';
import { toViolation } from './refuse.ts';

/** The answer where something was thrown instead of one. */
export function failureResponse(failure: unknown): Response {
  if (failure instanceof MockRefusal) return problemResponse(failure.problem, {});
  if (failure instanceof ContractBreach) {
    const detail = 'The answer is not as described, and `errors` is set.';
    return problemResponse(prismProblem('VIOLATIONS', detail, violationsOf(failure)), {});
  }
  const reason = failure instanceof Error ? failure.message : String(failure);
  const detail = `While the answer was made, this was thrown: ${reason}`;
  return problemResponse(prismProblem('UNKNOWN', detail), {});
}

/** Characters; Node refuses messages with more than 16 KB of headers. */
const MAX_HEADER_LENGTH = 8000;

/** The value of Prism's header for answers that are sent although they break the description. */
export function violationsHeader(breach: ContractBreach): string {
  const text = JSON.stringify(violationsOf(breach)).replace(/[^\x20-\x7e]/g, jsonEscape);
  return text.length > MAX_HEADER_LENGTH ? `Too many violations! ${text.slice(0, MAX_HEADER_LENGTH)}` : text;
}

function jsonEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function violationsOf(breach: ContractBreach): readonly Violation[] {
  return breach.errors.map((error) => {
    const violation = toViolation(error);
    return { ...violation, location: ['response', ...violation.location.slice(1)] };
  });
}
