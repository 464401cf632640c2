import type { ApiModel, MediaType, Operation, Parameter } from '@plumbline/openapi';
import type { Obligation } from '../obligation.ts';
import { effectOf } from '../run/operation-effect.ts';
import { findLegalEdges, type LegalEdge, touchedPointer } from './legal-edges.ts';
import { ParameterWire } from './parameter-wire.ts';
import { type PlanOperation, promise } from './promise.ts';
import { jsonBody, parameterKey, sentParameters } from './requests.ts';

/** A request has to be accepted for each edge, so calls that use up what they are called on are left out. */
export function planAccepts({ model, map, operation }: PlanOperation): readonly Obligation[] {
  const effect = effectOf(map, operation);
  if (effect === 'consumes' || effect === 'endsIdentity') return [];
  const json = operation.method === 'GET' || operation.method === 'HEAD' ? undefined : jsonBody(operation);
  return [
    ...sentParameters(model, operation).flatMap((parameter) => planParameter(model, operation, parameter)),
    ...(json ? planBody(model, operation, json) : []),
  ];
}

function planParameter(model: ApiModel, operation: Operation, parameter: Parameter): readonly Obligation[] {
  const key = parameterKey(parameter);
  return parameterEdges(model, operation, parameter).map((edge) =>
    promise(operation, {
      kind: 'Q.accept',
      parts: [`${key}${edge.key}`],
      claim: `accepts ${edge.description}${whereIn(edge)} for ${parameter.in} parameter \`${parameter.name}\``,
      place: parameter.place,
      subject: { parameter: key, keyword: edge.keyword },
    }),
  );
}

function planBody(model: ApiModel, operation: Operation, json: MediaType): readonly Obligation[] {
  return bodyEdges(model, json).map((edge) =>
    promise(operation, {
      kind: 'Q.accept',
      parts: [`body${edge.key}`],
      claim: `accepts a body with ${edge.description}${whereIn(edge)}`,
      place: json.place,
      subject: { property: touchedPointer(edge), keyword: edge.keyword },
    }),
  );
}

const whereIn = ({ pointer }: LegalEdge): string => (pointer === '' ? '' : ` at \`${pointer}\``);

export const bodyEdges = (model: ApiModel, { schema }: MediaType): readonly LegalEdge[] =>
  schema === undefined ? [] : findLegalEdges(schema, model.schemas);

/** Cursors are issued, so none at an edge can be made; texts as parameters are often words of a language of their own. */
export function parameterEdges(
  model: ApiModel,
  { behaviours }: Operation,
  parameter: Parameter,
): readonly LegalEdge[] {
  const { in: location, name } = parameter;
  const isAt = (part: { readonly in: string; readonly name?: string } | undefined) =>
    part?.in === location && part.name?.toLowerCase() === name.toLowerCase();
  const { cursor } = behaviours.pagination ?? {};
  if (isAt(cursor)) return [];
  const isKey = isAt(behaviours.idempotency?.key);
  const wire = new ParameterWire(parameter, model.schemas);
  return findLegalEdges(parameter.schema, model.schemas)
    .filter((edge) => wire.carries(edge))
    .filter(
      ({ kind, keyword }) => !(isAstral(kind) && location !== 'query') && !(isKey && keyword === 'minLength'),
    )
    .map((edge) => (edge.kind.type === 'length' && !isKey ? { ...edge, isCertain: false } : edge));
}

const isAstral = (kind: LegalEdge['kind']): boolean => kind.type === 'length' && kind.isAstral;
