import type { Answer, RenderedAnswer } from './answer.ts';
import { addHeaders, findUnsendable } from './answer-headers.ts';
import { type ProblemInit, type ProblemNaming, type ProblemPlace, toProblemDocument } from './problem.ts';
import { isFinalStatus } from './status.ts';

export const PROBLEM_MEDIA_TYPE = 'application/problem+json';

/** A problem as the answer of a handler, so that it is checked and kept like any other. */
export function problemAsAnswer(init: ProblemInit, naming: ProblemNaming, place: ProblemPlace): Answer {
  return {
    status: init.status,
    body: toProblemDocument(init, naming, place),
    contentType: PROBLEM_MEDIA_TYPE,
    ...(init.headers === undefined ? {} : { headers: init.headers }),
  };
}

/** A problem ready to be sent. Never throws: it is what everything else falls back to. */
export function renderProblem(init: ProblemInit, naming: ProblemNaming, place: ProblemPlace): RenderedAnswer {
  const headers: Record<string, string | readonly string[]> = {};
  if (init.headers !== undefined) addHeaders(headers, init.headers);
  for (let bad = findUnsendable(headers); bad !== undefined; bad = findUnsendable(headers))
    delete headers[bad];
  headers['content-type'] = PROBLEM_MEDIA_TYPE;
  const status = isFinalStatus(init.status) ? init.status : 500;
  return { status, headers, body: JSON.stringify(toProblemDocument({ ...init, status }, naming, place)) };
}
