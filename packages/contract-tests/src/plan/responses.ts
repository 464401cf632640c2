import type { Response } from '@plumbline/openapi';
import { isProblemMedia } from '../check/media-type.ts';
import { isBodiless } from '../check/status.ts';
import type { Obligation } from '../obligation.ts';
import { type PlanOperation, promise } from './promise.ts';

export function planResponses(context: PlanOperation): readonly Obligation[] {
  const { operation } = context;
  const problems = operation.responses.some(({ content }) =>
    content.some(({ mediaType }) => isProblemMedia(mediaType)),
  );
  return [
    promise(operation, { kind: 'R.undeclared', claim: 'answers only statuses that are declared' }),
    promise(operation, {
      kind: 'R.5xx',
      claim: 'does not fail on any request of the run',
      source: 'http',
    }),
    ...operation.responses.flatMap((response) => planResponse(context, response)),
    promise(operation, { kind: 'P.leak', claim: 'shows no stack trace and no SQL', source: 'http' }),
    ...(problems ? planProblems(context) : []),
  ];
}

function planResponse({ operation }: PlanOperation, response: Response): readonly Obligation[] {
  const { status, place } = response;
  const about = (kind: 'R.status' | 'R.media' | 'R.body', claim: string) =>
    promise(operation, { kind, parts: [status], claim, place, subject: { status } });
  // A failure of the server is a breach whatever its body looks like, so nothing more is asked of one.
  if (/^5/.test(status)) return [about('R.status', `answers ${status}`)];
  const hasBody = response.content.length > 0 && !isBodiless(Number(status));
  return [
    about('R.status', `answers ${status}`),
    ...(hasBody ? [about('R.media', `${status} comes with a declared media type`)] : []),
    about('R.body', hasBody ? `the body of ${status} is valid` : `${status} has no body`),
    ...response.headers
      .filter(({ name }) => name.toLowerCase() !== 'content-type') // ignored: OpenAPI 3.1.1, section 4.8.17
      .map((header) =>
        promise(operation, {
          kind: 'R.header',
          parts: [status, header.name],
          claim: `${header.name} on ${status} is ${header.required ? 'there and ' : ''}valid`,
          place: header.place,
          subject: { status },
        }),
      ),
  ];
}

function planProblems({ operation }: PlanOperation): readonly Obligation[] {
  return [
    promise(operation, {
      kind: 'P.status',
      claim: 'the `status` of a problem is the status of the answer (RFC 9457, section 3.1.2)',
    }),
    promise(operation, {
      kind: 'P.type',
      claim: 'a problem has a `type` that is a URI reference and a `title` (RFC 9457, section 3.1)',
    }),
  ];
}
