import { isJsonObject, sameJson } from '../../values/json.ts';
import type { Call } from '../call.ts';
import type { FaultOperator, FaultPlace, FaultSetup, FaultSubject, Inject } from '../fault-operator.ts';
import { goodBody, jsonMedia } from '../good-body.ts';
import { findAt } from '../json-place.ts';
import { type CallRequest, isSuccess, jsonOf, queryOf, withJson } from '../message.ts';
import { refuse } from '../refusal.ts';
import { repairValue } from '../repair.ts';
import { because, onRequest } from '../rewriting.ts';
import { keywordAt, lastName, partsOf, type SchemaPlace, schemaPlaces, typesAt } from '../schema-places.ts';

/** Refuses a legal request that a predicate wants, before it reaches the server: so it has no effect. */
export function refuseLegal(setup: FaultSetup, isWanted: (call: Call) => boolean, reason: string): Inject {
  return async (call) => {
    const isMeant = call.operation === setup.operation && isWanted(call);
    if (!isMeant || setup.world.breachesOf(call).length > 0 || !hasCredentials(setup, call)) {
      return { answer: await call.forward() };
    }
    const last = setup.world.memory.lastGood(setup.operation)?.answer;
    return because(refuse(setup, setup.operation, { status: 400, like: last }), reason);
  };
}

/** Without credentials that were let in once, the request might be refused rightly. */
function hasCredentials({ world, operation }: FaultSetup, { request }: Call): boolean {
  if (operation.security.length === 0) return true;
  const carried = JSON.stringify([...world.reader.read(request)]);
  return [...world.memory.known(), ...world.callers.map(({ credentials }) => credentials)].some(
    (credentials) => JSON.stringify([...credentials]) === carried,
  );
}

function requestPlaces(
  { model, operation }: FaultSubject,
  isWanted: (place: SchemaPlace) => boolean,
): readonly FaultPlace[] {
  const schema = operation.method === 'GET' ? undefined : jsonMedia(operation)?.schema;
  const places = schema === undefined ? [] : schemaPlaces(schema, model.schemas);
  return places
    .filter((place) => keywordAt(place, 'readOnly') !== true && isWanted(place))
    .map(({ pointer }) => ({ name: 'body', pointer }));
}

const isMember = ({ pointer }: SchemaPlace): boolean => pointer !== '' && !pointer.includes('*');

/** Whether the body of a call has something at the place, and a predicate wants it. */
function hasAt({ place }: FaultSetup, { request }: Call, isWanted: (value: unknown) => boolean): boolean {
  const found = findAt(jsonOf(request)?.value, place.pointer ?? '');
  return found !== undefined && isWanted(found.value);
}

function maximumPlaces(subject: FaultSubject): readonly FaultPlace[] {
  const { operation, model } = subject;
  const parameters = operation.parameters
    .filter((parameter) => parameter.in === 'query')
    .filter(({ schema }) => typeof maximumOf(partsOf(schema, model.schemas)) === 'number')
    .map(({ name }) => ({ name: `query/${name}` }));
  return [...parameters, ...requestPlaces(subject, ({ parts }) => typeof maximumOf(parts) === 'number')];
}

const maximumOf = (parts: SchemaPlace['parts']): unknown => keywordAt({ parts }, 'maximum');

function isAtMaximum(setup: FaultSetup, call: Call): boolean {
  const { name = '', pointer } = setup.place;
  if (pointer === undefined) {
    const parameter = setup.operation.parameters.find((candidate) => `query/${candidate.name}` === name);
    const maximum = parameter && maximumOf(partsOf(parameter.schema, setup.model.schemas));
    return parameter !== undefined && queryOf(call.request, parameter.name) === String(maximum);
  }
  const schema = jsonMedia(setup.operation)?.schema ?? true;
  const place = schemaPlaces(schema, setup.model.schemas).find((candidate) => candidate.pointer === pointer);
  return place !== undefined && hasAt(setup, call, (value) => value === maximumOf(place.parts));
}

const isOpenObject = (place: SchemaPlace): boolean =>
  typesAt(place).includes('object') &&
  place.parts.some(({ properties }) => isJsonObject(properties)) &&
  !['additionalProperties', 'unevaluatedProperties'].some(
    (keyword) => keywordAt(place, keyword) !== undefined,
  );

function hasUndeclared(setup: FaultSetup, call: Call): boolean {
  const schema = jsonMedia(setup.operation)?.schema ?? true;
  const place = schemaPlaces(schema, setup.model.schemas).find(
    ({ pointer }) => pointer === setup.place.pointer,
  );
  const declared = new Set(
    place?.parts.flatMap(({ properties }) => (isJsonObject(properties) ? Object.keys(properties) : [])),
  );
  return hasAt(
    setup,
    call,
    (value) => isJsonObject(value) && Object.keys(value).some((name) => !declared.has(name)),
  );
}

/** Refusals of what is legal, and effects of what is not. */
export const strictRequestFaults: readonly FaultOperator[] = [
  {
    id: 'RQ-07',
    breaks: 'the legal maximum is refused',
    injection: 'request',
    caughtBy: ['Q.accept'],
    needs: [],
    places: maximumPlaces,
    create: (setup) => refuseLegal(setup, (call) => isAtMaximum(setup, call), 'the legal maximum is refused'),
  },
  {
    id: 'RQ-12',
    breaks: 'an unknown property of an open object is refused',
    injection: 'request',
    caughtBy: ['Q.accept'],
    needs: [],
    places: (subject) => requestPlaces(subject, isOpenObject),
    create: (setup) =>
      refuseLegal(
        setup,
        (call) => hasUndeclared(setup, call),
        'an unknown property of an open object is refused',
      ),
  },
  {
    id: 'RQ-13',
    breaks: 'null is accepted where it is not allowed, or refused where it is',
    injection: 'request',
    caughtBy: ['Q.reject', 'Q.accept'],
    needs: [],
    places: (subject) => [
      ...requestPlaces(
        subject,
        (place) => isMember(place) && typesAt(place).length > 0 && !typesAt(place).includes('null'),
      ).map((place) => ({ ...place, variant: 'accepted' })),
      ...requestPlaces(subject, (place) => isMember(place) && typesAt(place).includes('null')).map(
        (place) => ({
          ...place,
          variant: 'refused',
        }),
      ),
    ],
    create: (setup) =>
      setup.place.variant === 'refused'
        ? refuseLegal(
            setup,
            (call) => hasAt(setup, call, (value) => value === null),
            'a legal null is refused',
          )
        : onRequest(setup, (call) => withoutNull(setup, call)),
  },
  {
    id: 'RQ-24',
    breaks: 'an optional property is refused',
    injection: 'request',
    caughtBy: ['Q.accept', 'O.example'],
    needs: [],
    places: (subject) => requestPlaces(subject, (place) => isMember(place) && !place.isRequired),
    create: (setup) =>
      refuseLegal(setup, (call) => hasAt(setup, call, () => true), 'an optional property is refused'),
  },
  {
    id: 'RQ-27',
    breaks: 'an example of the description is refused',
    injection: 'request',
    caughtBy: ['O.example'],
    needs: [],
    places: ({ operation }) =>
      (operation.method === 'GET' ? [] : (jsonMedia(operation)?.examples ?? [])).map(({ name }) => ({
        name,
      })),
    create: (setup) => {
      const example = jsonMedia(setup.operation)?.examples.find(({ name }) => name === setup.place.name);
      return refuseLegal(
        setup,
        ({ request }) => example !== undefined && sameJson(jsonOf(request)?.value, example.value),
        'an example of the description is refused',
      );
    },
  },
  {
    id: 'RQ-23',
    breaks: 'a refused write changes the resource after all',
    injection: 'aside',
    caughtBy: ['L.nofx'],
    needs: ['state'],
    places: (subject) => (subject.operation.method !== 'GET' && jsonMedia(subject.operation) ? [{}] : []),
    create: (setup) => async (call) => {
      const answer = await call.forward();
      if (call.operation !== setup.operation || (answer.status !== 400 && answer.status !== 422))
        return { answer };
      const valid = validPart(setup, call);
      if (!valid || !isSuccess(await call.aside(valid))) return { answer };
      return because(answer, 'a refused write was carried out in part');
    },
  },
];

function withoutNull(setup: FaultSetup, call: Call): CallRequest | undefined {
  if (!hasAt(setup, call, (value) => value === null)) return undefined;
  const body = jsonOf(call.request);
  const schema = jsonMedia(setup.operation)?.schema;
  const problem = setup.world
    .breachesOf(call)
    .find(({ problem: found }) => found?.instancePath === setup.place.pointer)?.problem;
  const repaired =
    body && problem && schema !== undefined ? repairValue(setup, schema, { ...body, problem }) : undefined;
  const good = repaired ?? goodBody(setup, setup.operation);
  return good && withJson(call.request, good.value);
}

/** What would be left of the body if its wrong parts were passed over. */
function validPart(setup: FaultSetup, call: Call): CallRequest | undefined {
  const body = jsonOf(call.request)?.value;
  const schema = jsonMedia(setup.operation)?.schema;
  const [first] = setup.world.breachesOf(call);
  if (!isJsonObject(body) || schema === undefined || first?.problem === undefined) return undefined;
  const name = lastName(first.problem.instancePath.split('/').slice(0, 2).join('/'));
  const rest = Object.fromEntries(Object.entries(body).filter(([key]) => key !== name));
  const repaired = repairValue(setup, schema, { value: body, problem: first.problem });
  const good = Object.keys(rest).length > 0 && first.problem.instancePath !== '' ? { value: rest } : repaired;
  return good && withJson(call.request, good.value);
}
