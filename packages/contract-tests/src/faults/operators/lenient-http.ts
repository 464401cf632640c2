import { isJsonMedia } from '../../check/media-type.ts';
import { parseJson } from '../../values/json.ts';
import type { Call } from '../call.ts';
import type { FaultOperator, FaultSetup, FaultSubject } from '../fault-operator.ts';
import { goodBody, jsonMedia } from '../good-body.ts';
import { type CallRequest, isSuccess, textOf, withHeaders, withJson } from '../message.ts';
import { refuse, withStatus } from '../refusal.ts';
import { because, onAnswer, onRequest } from '../rewriting.ts';

const hasJsonBody = ({ operation }: FaultSubject): boolean =>
  operation.method !== 'GET' && jsonMedia(operation) !== undefined;

/** A body that says it is JSON and is not. */
function isMalformed({ request }: Call): boolean {
  const mediaType = request.headers.get('content-type') ?? '';
  return request.body.length > 0 && isJsonMedia(mediaType) && parseJson(textOf(request)) === undefined;
}

function withGoodBody(setup: FaultSetup, { request }: Call): CallRequest | undefined {
  const good = goodBody(setup, setup.operation);
  return (
    good &&
    withJson(withHeaders(request, { 'content-type': jsonMedia(setup.operation)?.mediaType }), good.value)
  );
}

/** Faults in how a request is read before its parts are. */
export const lenientHttpFaults: readonly FaultOperator[] = [
  {
    id: 'RQ-15',
    breaks: 'malformed JSON makes the server fail',
    injection: 'answer',
    caughtBy: ['Q.malformed', 'R.5xx'],
    needs: [],
    places: (subject) => (hasJsonBody(subject) ? [{}] : []),
    create: (setup) =>
      onAnswer(setup, ({ call, answer }) =>
        isMalformed(call) && answer.status < 500
          ? because(withStatus(answer, 500), 'malformed JSON made the server fail')
          : undefined,
      ),
  },
  {
    id: 'RQ-16',
    breaks: 'malformed JSON is accepted',
    injection: 'request',
    caughtBy: ['Q.malformed'],
    needs: [],
    places: (subject) => (hasJsonBody(subject) ? [{}] : []),
    create: (setup) =>
      onRequest(setup, (call) => (isMalformed(call) ? withGoodBody(setup, call) : undefined)),
  },
  {
    id: 'RQ-17',
    breaks: 'a body of an undeclared media type is accepted',
    injection: 'request',
    caughtBy: ['Q.media'],
    needs: [],
    places: (subject) => (hasJsonBody(subject) ? [{}] : []),
    create: (setup) =>
      onRequest(setup, (call) => {
        const isOther = setup.world.breachesOf(call).some(({ keyword }) => keyword === 'mediaType');
        return isOther ? withGoodBody(setup, call) : undefined;
      }),
  },
  {
    id: 'RQ-18',
    breaks: 'a request without the required body is accepted',
    injection: 'request',
    caughtBy: ['Q.reject'],
    needs: [],
    places: (subject) => (hasJsonBody(subject) && subject.operation.requestBody?.required ? [{}] : []),
    create: (setup) =>
      onRequest(setup, (call) => (call.request.body.length === 0 ? withGoodBody(setup, call) : undefined)),
  },
  {
    id: 'RQ-19',
    breaks: 'a method that the path does not have is served',
    injection: 'request',
    caughtBy: ['Q.method'],
    needs: [],
    places: ({ model, operation }) =>
      model.operations.find(({ path }) => path === operation.path) === operation ? [{}] : [],
    create: (setup) => async (call) => {
      if (call.operation || !call.route.operations.includes(setup.operation))
        return { answer: await call.forward() };
      const served = await serveOther(setup, call);
      const right = await call.forward();
      return served && isSuccess(served) && right.status >= 400
        ? because(served, `${call.request.method} is served and not declared`)
        : { answer: right };
    },
  },
  {
    id: 'RQ-21',
    breaks: 'a malformed id in the path makes the server fail',
    injection: 'answer',
    caughtBy: ['L.malformed', 'R.5xx', 'Q.reject'],
    needs: [],
    places: ({ operation }) =>
      operation.parameters
        .filter((parameter) => parameter.in === 'path')
        .map(({ name }) => ({ name: `path/${name}` })),
    create: (setup) =>
      onAnswer(setup, ({ call, answer }) => {
        const isBroken = setup.world.breachesOf(call).some(({ at }) => at === setup.place.name);
        if (!isBroken || answer.status >= 500) return undefined;
        return because(
          refuse(setup, setup.operation, { status: 500, like: answer }),
          'a malformed id made the server fail',
        );
      }),
  },
];

/** Reading is the one method that can do no harm in another's place. */
async function serveOther(setup: FaultSetup, call: Call) {
  const read = call.route.operations.find(({ method }) => method === 'GET');
  const other = read ?? call.route.operations[0];
  if (!other) return undefined;
  const good = read ? undefined : goodBody(setup, other);
  const request: CallRequest = { ...call.request, method: other.method, body: new Uint8Array() };
  return call.aside(
    good ? withJson(withHeaders(request, { 'content-type': 'application/json' }), good.value) : request,
  );
}
