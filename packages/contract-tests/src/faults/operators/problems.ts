import type { Schema } from '@plumbline/json-schema';
import type { Operation } from '@plumbline/openapi';
import { isProblemMedia } from '../../check/media-type.ts';
import { isJsonObject } from '../../values/json.ts';
import type { FaultOperator, FaultPlace, FaultSetup, FaultSubject, Inject } from '../fault-operator.ts';
import { type CallAnswer, jsonOf, withBytes, withHeaders, withJson, withText } from '../message.ts';
import { because, onAnswer, type Rewritten } from '../rewriting.ts';
import { keywordAt, schemaPlaces } from '../schema-places.ts';
import { isAt, statusPlaces } from './response-status.ts';

const problemSchema = ({ responses }: Operation, status: string): Schema | undefined =>
  responses
    .find((response) => response.status === status)
    ?.content.find(({ mediaType }) => isProblemMedia(mediaType))?.schema;

/** The statuses that are declared to come with a problem, failures of the server left out. */
export const problemPlaces = (subject: FaultSubject): readonly FaultPlace[] =>
  statusPlaces(
    subject,
    (status) => /^4/.test(status) && problemSchema(subject.operation, status) !== undefined,
  );

/** Rewrites the problems of the place's status. */
export function onProblem(
  setup: FaultSetup,
  rewrite: (answer: CallAnswer, problem: Readonly<Record<string, unknown>>) => Rewritten | undefined,
): Inject {
  return onAnswer(setup, ({ answer }) => {
    const problem = isAt(setup.operation, setup.place, answer) ? jsonOf(answer)?.value : undefined;
    const isOne = isJsonObject(problem) && isProblemMedia(answer.headers.get('content-type') ?? '');
    return isOne ? rewrite(answer, problem) : undefined;
  });
}

/** The `type` values that the description gives the problems of an operation. */
function declaredTypes({ model, operation }: FaultSubject, status: string): readonly string[] {
  const schema = problemSchema(operation, status);
  const place =
    schema === undefined
      ? undefined
      : schemaPlaces(schema, model.schemas).find(({ pointer }) => pointer === '/type');
  const values = place && (keywordAt(place, 'enum') ?? [keywordAt(place, 'const')]);
  return Array.isArray(values) ? values.filter((value) => typeof value === 'string') : [];
}

const stack = '\n    at handle (/srv/api/server.js:41:7)\n    at process (/srv/api/router.js:12:3)';
const html =
  '<!doctype html><html><head><title>502 Bad Gateway</title></head><body><h1>Bad Gateway</h1></body></html>';

export const problemFaults: readonly FaultOperator[] = [
  {
    id: 'PR-01',
    breaks: 'a problem names another status than the answer has',
    injection: 'answer',
    caughtBy: ['P.status', 'R.body'],
    needs: [],
    places: problemPlaces,
    create: (setup) =>
      onProblem(setup, (answer, problem) => ({
        answer: withJson(answer, { ...problem, status: answer.status === 400 ? 404 : 400 }),
      })),
  },
  {
    id: 'PR-02',
    breaks: 'the type of a problem is missing or no URI reference',
    injection: 'answer',
    caughtBy: ['P.type', 'R.body'],
    needs: [],
    places: (subject) =>
      problemPlaces(subject).flatMap((place) => [
        { ...place, variant: 'missing' },
        { ...place, variant: 'garbled' },
      ]),
    create: (setup) =>
      onProblem(setup, (answer, { type: _, ...rest }) => ({
        answer: withJson(
          answer,
          setup.place.variant === 'missing' ? rest : { type: 'not a <reference>', ...rest },
        ),
      })),
  },
  {
    id: 'PR-03',
    breaks: 'a problem has the type of another one',
    injection: 'answer',
    caughtBy: ['P.type', 'R.body'],
    needs: [],
    places: (subject) =>
      problemPlaces(subject).filter(({ status = '' }) => declaredTypes(subject, status).length > 0),
    create: (setup) => {
      const { status: own = '' } = setup.place;
      const allowed = new Set(declaredTypes(setup, own));
      const other = setup.operation.responses
        .flatMap(({ status }) => declaredTypes(setup, status))
        .find((type) => !allowed.has(type));
      return onProblem(setup, (answer, problem) => ({
        answer: withJson(answer, { ...problem, type: other ?? 'https://example.com/another-problem' }),
      }));
    },
  },
  {
    id: 'PR-04',
    breaks: 'a problem shows a stack trace',
    injection: 'answer',
    caughtBy: ['P.leak'],
    needs: [],
    places: problemPlaces,
    create: (setup) =>
      onProblem(setup, (answer, problem) =>
        because(
          withJson(answer, { ...problem, detail: `${problem.detail ?? ''}${stack}` }),
          'a stack trace is shown',
        ),
      ),
  },
  {
    id: 'PR-05',
    breaks: 'the error page of a gateway comes in the place of a problem',
    injection: 'answer',
    caughtBy: ['R.media'],
    needs: [],
    places: problemPlaces,
    create: (setup) =>
      onProblem(setup, (answer) => ({
        answer: withText(withHeaders(answer, { 'content-type': 'text/html' }), html),
      })),
  },
  {
    id: 'PR-06',
    breaks: 'an error comes without a body',
    injection: 'answer',
    caughtBy: ['R.media', 'R.body'],
    needs: [],
    places: problemPlaces,
    create: (setup) =>
      onProblem(setup, (answer) => ({
        answer: withBytes(withHeaders(answer, { 'content-type': undefined }), new Uint8Array()),
      })),
  },
  {
    id: 'SE-05',
    breaks: 'a problem shows the secret that was sent',
    injection: 'answer',
    caughtBy: ['P.leak', 'L.secret-once'],
    needs: [],
    // What is sent with a 401 is no secret of anybody.
    places: (subject) =>
      subject.operation.security.length > 0
        ? problemPlaces(subject).filter(({ status }) => status !== '401')
        : [],
    create: (setup) => {
      const inject = (secret: string) =>
        onProblem(setup, (answer, problem) =>
          because(
            withJson(answer, { ...problem, detail: `${problem.detail ?? ''} (${secret})` }),
            'the secret of the caller is shown',
          ),
        );
      return (call) => {
        const [secret] = setup.world.reader.read(call.request).values();
        return secret === undefined
          ? call.forward().then((answer) => ({ answer }))
          : inject(secret.replace(/^\S+ /, ''))(call);
      };
    },
  },
];
