import { ContractBreach } from '@plumbline/runtime/server';
import { MockRefusal, prismProblem, problemAnswer, type Violation } from './prism-problem.ts';
import { toViolation } from './refuse.ts';
import type { SentAnswer } from './sent-answer.ts';

/** The answer where something was thrown instead of one. */
export function failureAnswer(failure: unknown): SentAnswer {
  if (failure instanceof MockRefusal) return problemAnswer(failure.problem, {});
  if (failure instanceof ContractBreach) {
    const detail = 'The answer is not as described, and `errors` is set.';
    return problemAnswer(prismProblem('VIOLATIONS', detail, violationsOf(failure)), {});
  }
  const reason = failure instanceof Error ? failure.message : String(failure);
  const detail = `While the answer was made, this was thrown: ${reason}`;
  return problemAnswer(prismProblem('UNKNOWN', detail), {});
}

/** What an answer broke, one by one. */
export function violationsOf(breach: ContractBreach): readonly Violation[] {
  return breach.errors.map((error) => {
    const violation = toViolation(error);
    return { ...violation, location: ['response', ...violation.location.slice(1)] };
  });
}
