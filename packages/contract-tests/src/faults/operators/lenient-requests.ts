import type { Definitions } from '@plumbline/json-schema';
import type { Parameter } from '@plumbline/openapi';
import { findConstraints } from '../../plan/constraints.ts';
import { admitsText, hasDefault } from '../../plan/parameter-values.ts';
import { sentParameters } from '../../plan/requests.ts';
import type { Call } from '../call.ts';
import type { RequestBreach } from '../contract-check.ts';
import type { FaultOperator, FaultPlace, FaultSetup, FaultSubject, Inject } from '../fault-operator.ts';
import { goodBody, jsonMedia } from '../good-body.ts';
import { type CallRequest, jsonOf, withHeaders, withJson, withQuery } from '../message.ts';
import { repairValue, tryMake } from '../repair.ts';
import { onRequest } from '../rewriting.ts';
import { keywordAt, partsOf } from '../schema-places.ts';

/**
 * A server that does not check a constraint: the request that breaks it is repaired on its way, so that a right server
 * accepts it.
 */
function lenient(
  id: string,
  { breaks, keywords, wants }: { breaks: string; keywords: readonly string[]; wants?: Wants },
): FaultOperator {
  return {
    id,
    breaks,
    injection: 'request',
    caughtBy: ['Q.reject'],
    needs: [],
    places: (subject) => [
      ...(wants === 'parameters' ? [] : bodyPlaces(subject, keywords)),
      ...(wants === 'body' ? [] : parameterPlaces(subject, keywords)),
    ],
    create: acceptBroken,
  };
}

type Wants = 'body' | 'parameters';

function bodyPlaces({ model, operation }: FaultSubject, keywords: readonly string[]): readonly FaultPlace[] {
  const media = operation.method === 'GET' ? undefined : jsonMedia(operation);
  if (media?.schema === undefined) return [];
  return findConstraints(media.schema, model.schemas)
    .filter(({ keyword }) => keywords.includes(keyword))
    .map(({ pointer, keyword, property }) => ({
      name: property === undefined ? 'body' : `body=${property}`,
      pointer,
      keyword,
    }));
}

function parameterPlaces(
  { model, operation }: FaultSubject,
  keywords: readonly string[],
): readonly FaultPlace[] {
  return sentParameters(model, operation).flatMap((parameter) => {
    const name = `${parameter.in}/${parameter.name}`;
    const isMissed = parameter.required && !hasDefault(parameter, model.schemas);
    const missed = keywords.includes('required') && isMissed ? [{ name, keyword: 'required' }] : [];
    const constraints = findConstraints(parameter.schema, model.schemas).filter(
      ({ keyword, pointer }) =>
        pointer === '' &&
        keywords.includes(keyword) &&
        (keyword !== 'type' || !admitsText(parameter, model.schemas)) &&
        (keyword !== 'minLength' || minLength(parameter, model.schemas) > 1),
    );
    return [...missed, ...constraints.map(({ keyword }) => ({ name, keyword }))];
  });
}

/** Of one character, its breach is the empty text, which may as well mean that the parameter is absent. */
function minLength({ schema }: Parameter, definitions: Definitions): number {
  const value = keywordAt({ parts: partsOf(schema, definitions) }, 'minLength');
  return typeof value === 'number' ? value : 0;
}

/** Sends the request without the flaw that the place names, when it has that flaw. */
export function acceptBroken(setup: FaultSetup): Inject {
  return onRequest(setup, (call) => {
    const breach = setup.world.breachesOf(call).find((candidate) => isPlace(setup.place, candidate));
    return breach && repair(setup, call, breach);
  });
}

function isPlace({ name = '', pointer = '', keyword }: FaultPlace, breach: RequestBreach): boolean {
  const [at, property] = name.split('=');
  if (breach.at !== at || breach.keyword !== keyword) return false;
  if (at !== 'body') return true;
  const found = (breach.problem?.instancePath ?? '').replace(/\/\d+(?=\/|$)/g, '/*');
  return found === pointer && (property === undefined || breach.problem?.params.missingProperty === property);
}

function repair(setup: FaultSetup, call: Call, breach: RequestBreach): CallRequest | undefined {
  return breach.at === 'body'
    ? repairBody(setup, call, breach)
    : repairParameter(setup, call.request, breach);
}

function repairBody(
  setup: FaultSetup,
  { request }: Call,
  { problem }: RequestBreach,
): CallRequest | undefined {
  const body = jsonOf(request);
  const schema = jsonMedia(setup.operation)?.schema;
  const near =
    body && problem && schema !== undefined ? repairValue(setup, schema, { ...body, problem }) : undefined;
  const good = near ?? goodBody(setup, setup.operation);
  if (!good) return undefined;
  return withJson(withHeaders(request, { 'content-type': 'application/json' }), good.value);
}

function repairParameter(
  setup: FaultSetup,
  request: CallRequest,
  { at, problem }: RequestBreach,
): CallRequest | undefined {
  const parameter = setup.operation.parameters.find(
    (candidate) => `${candidate.in}/${candidate.name}` === at,
  );
  if (!parameter) return undefined;
  const limit = problem?.params.limit;
  const isBound = problem?.keyword === 'minimum' || problem?.keyword === 'maximum';
  const value = isBound ? limit : tryMake(setup, parameter.schema)?.value;
  const { name } = parameter;
  if (parameter.required && value === undefined) return undefined;
  const text = value === undefined ? undefined : String(value);
  if (parameter.in === 'query') return withQuery(request, name, text);
  return parameter.in === 'header' ? withHeaders(request, { [name]: text }) : undefined;
}

export const lenientRequestFaults: readonly FaultOperator[] = [
  lenient('RQ-01', {
    breaks: 'a body without a required property is accepted',
    keywords: ['required'],
    wants: 'body',
  }),
  lenient('RQ-02', {
    breaks: 'a request without a required parameter is accepted',
    keywords: ['required'],
    wants: 'parameters',
  }),
  lenient('RQ-03', { breaks: 'a value of another type is accepted', keywords: ['type'] }),
  lenient('RQ-04', { breaks: 'a value outside of its enumeration is accepted', keywords: ['enum', 'const'] }),
  lenient('RQ-05', { breaks: 'a text that is too long is accepted', keywords: ['maxLength'] }),
  lenient('RQ-06', { breaks: 'a text that is too short is accepted', keywords: ['minLength'] }),
  lenient('RQ-08', {
    breaks: 'a number one past its bound is accepted',
    keywords: ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'],
  }),
  lenient('RQ-09', { breaks: 'a text that breaks its pattern is accepted', keywords: ['pattern'] }),
  lenient('RQ-10', { breaks: 'a text that is not of its format is accepted', keywords: ['format'] }),
  lenient('RQ-11', {
    breaks: 'an unknown property of a closed object is accepted',
    keywords: ['additionalProperties', 'unevaluatedProperties'],
    wants: 'body',
  }),
  lenient('RQ-14', {
    breaks: 'too many items, or the same item twice, are accepted',
    keywords: ['maxItems', 'minItems', 'uniqueItems'],
    wants: 'body',
  }),
];
