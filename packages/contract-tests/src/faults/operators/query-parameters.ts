import type { Parameter } from '@plumbline/openapi';
import { schemaDefault } from '@plumbline/openapi';
import { isJsonObject, sameJson } from '../../values/json.ts';
import type { Call } from '../call.ts';
import type { FaultOperator, FaultSetup, FaultSubject, Inject } from '../fault-operator.ts';
import { jsonMedia } from '../good-body.ts';
import { type CallRequest, isSuccess, jsonOf, queryOf, withJson, withQuery } from '../message.ts';
import { otherValue } from '../other-value.ts';
import { pagingNames } from '../paging-names.ts';
import { because } from '../rewriting.ts';
import { keywordAt, lastName, schemaPlaces } from '../schema-places.ts';

const sortNames: ReadonlySet<string> = new Set([
  'sort',
  'sortby',
  'sort_by',
  'order',
  'orderby',
  'order_by',
  'direction',
]);

export const isSort = ({ name }: Parameter): boolean => sortNames.has(name.toLowerCase());

function queryParameters({ operation }: FaultSubject): readonly Parameter[] {
  const paging = pagingNames(operation);
  return operation.parameters.filter((parameter) => parameter.in === 'query' && !paging.has(parameter.name));
}

export const isList = ({ operation }: FaultSubject): boolean => operation.method === 'GET';

/** Reads with another query; wrong when the answer is not the one that was asked for. */
function otherQuery(
  setup: FaultSetup,
  { rewrite, reason }: { readonly rewrite: (call: Call) => CallRequest | undefined; readonly reason: string },
): Inject {
  return async (call) => {
    const right = await call.forward();
    const request = call.operation === setup.operation && isSuccess(right) ? rewrite(call) : undefined;
    if (!request) return { answer: right };
    const answer = await call.aside(request);
    const isSame = sameJson(jsonOf(right)?.value, jsonOf(answer)?.value);
    return isSuccess(answer) && !isSame ? because(answer, reason) : { answer: right };
  };
}

const placeName = ({ name }: Parameter) => ({ name });

export const queryParameterFaults: readonly FaultOperator[] = [
  {
    id: 'RQ-20',
    breaks: 'the default of a parameter is not applied',
    injection: 'aside',
    caughtBy: ['Q.default'],
    needs: ['items'],
    places: (subject) =>
      isList(subject)
        ? queryParameters(subject)
            .filter(({ schema }) => schemaDefault(schema, subject.model.schemas) !== undefined)
            .map(placeName)
        : [],
    create: (setup) =>
      otherQuery(setup, {
        reason: 'the default is not applied',
        rewrite: ({ request }) => {
          const { name = '' } = setup.place;
          const parameter = setup.operation.parameters.find((candidate) => candidate.name === name);
          if (!parameter || queryOf(request, name) !== undefined) return undefined;
          const usual = schemaDefault(parameter.schema, setup.model.schemas);
          const other = otherValue(setup.world.bench, parameter.schema, usual, setup.seed);
          return other && withQuery(request, name, String(other.value));
        },
      }),
  },
  {
    id: 'RQ-25',
    breaks: 'a filter is ignored',
    injection: 'aside',
    caughtBy: ['L.filter'],
    needs: ['items'],
    places: (subject) =>
      isList(subject)
        ? queryParameters(subject)
            .filter((parameter) => !parameter.required && !isSort(parameter))
            .map(placeName)
        : [],
    create: (setup) =>
      otherQuery(setup, { reason: 'a filter is ignored', rewrite: (call) => withoutParameter(setup, call) }),
  },
  {
    id: 'RQ-26',
    breaks: 'the order that was asked for is ignored',
    injection: 'aside',
    caughtBy: ['L.sort'],
    needs: ['items'],
    places: (subject) => (isList(subject) ? queryParameters(subject).filter(isSort).map(placeName) : []),
    create: (setup) =>
      otherQuery(setup, { reason: 'the order is ignored', rewrite: (call) => withoutParameter(setup, call) }),
  },
  {
    id: 'RQ-22',
    breaks: 'a property that is only for reading is changed by a write',
    injection: 'memory',
    caughtBy: ['Q.readonly', 'L.immutable'],
    needs: ['state'],
    places: ({ model, operation }) => {
      const schema = operation.method === 'GET' ? undefined : jsonMedia(operation)?.schema;
      const places = schema === undefined ? [] : schemaPlaces(schema, model.schemas);
      return places
        .filter((place) => keywordAt(place, 'readOnly') === true && place.pointer.lastIndexOf('/') === 0)
        .map(({ pointer }) => ({ pointer }));
    },
    create: (setup) => async (call) => {
      const name = lastName(setup.place.pointer ?? '');
      const body = jsonOf(call.request)?.value;
      if (call.operation !== setup.operation || !isJsonObject(body) || !Object.hasOwn(body, name)) {
        return { answer: await call.forward() };
      }
      const rest = Object.fromEntries(Object.entries(body).filter(([key]) => key !== name));
      const answer = await call.forward(withJson(call.request, rest));
      const result = jsonOf(answer)?.value;
      if (!isSuccess(answer) || !isJsonObject(result) || sameJson(result[name], body[name]))
        return { answer };
      return because(
        withJson(answer, { ...result, [name]: body[name] }),
        `\`${name}\` was changed by a write`,
      );
    },
  },
];

function withoutParameter({ place: { name = '' } }: FaultSetup, { request }: Call): CallRequest | undefined {
  return queryOf(request, name) === undefined ? undefined : withQuery(request, name, undefined);
}
