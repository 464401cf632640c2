import { problemTypeBase } from './problems.ts';

/** The answer of an operation that is described and not written yet, where no mock stands in for it. */
export function answerNotImplemented(request: Request): Response {
  const problem = {
    type: `${problemTypeBase}not-implemented`,
    title: 'Not Implemented',
    status: 501,
    detail:
      'This operation is described, but not written yet. Start the service together with the mock to try it.',
    instance: new URL(request.url).pathname,
  };
  return Response.json(problem, { status: 501, headers: { 'content-type': 'application/problem+json' } });
}
