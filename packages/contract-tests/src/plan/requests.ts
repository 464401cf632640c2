import type { ApiModel, MediaType, Operation, Parameter, RequestBody } from '@plumbline/openapi';
import { coversMedia, isJsonMedia } from '../check/media-type.ts';
import type { Obligation } from '../obligation.ts';
import type { ResourceMap } from '../resources/resource-map.ts';
import { type Constraint, constraintKey, escapeToken, findConstraints } from './constraints.ts';
import { schemeOfParameter } from './credential-parameters.ts';
import { parameterConstraints } from './parameter-constraints.ts';
import { hasDefault } from './parameter-values.ts';
import { type PlanOperation, promise } from './promise.ts';

export function planRequests(context: PlanOperation): readonly Obligation[] {
  const { model, operation } = context;
  return [
    ...sentParameters(model, operation).flatMap((parameter) => planParameter(model, operation, parameter)),
    ...planBody(model, operation),
    ...planHttp(context),
  ];
}

/** Parameters that OpenAPI ignores because other parts of the description say the same (3.1.1, section 4.8.12.1). */
const ignoredHeaders: ReadonlySet<string> = new Set(['accept', 'content-type', 'authorization']);

/** The parameters that travel beside the path and are no credentials. */
export function sentParameters(
  model: Pick<ApiModel, 'securitySchemes'>,
  operation: Operation,
): readonly Parameter[] {
  return operation.parameters.filter(
    (parameter) =>
      parameter.in !== 'path' &&
      !(parameter.in === 'header' && ignoredHeaders.has(parameter.name.toLowerCase())) &&
      !schemeOfParameter(model, operation, parameter),
  );
}

export const parameterKey = ({ in: location, name }: Pick<Parameter, 'in' | 'name'>): string =>
  `${location}/${name}`;

function planParameter(model: ApiModel, operation: Operation, parameter: Parameter): readonly Obligation[] {
  const key = parameterKey(parameter);
  const { place } = parameter;
  const reject = (constraint: Constraint) =>
    promise(operation, {
      kind: 'Q.reject',
      parts: [`${key}${constraintKey(constraint)}`],
      claim: `refuses ${parameter.in} parameter \`${parameter.name}\` that breaks ${describe(constraint)}`,
      place,
      subject: { parameter: key, keyword: constraint.keyword },
    });
  return [
    ...(parameter.required && !hasDefault(parameter, model.schemas)
      ? [
          promise(operation, {
            kind: 'Q.reject',
            parts: [key, 'required'],
            claim: `refuses a request without ${parameter.in} parameter \`${parameter.name}\``,
            place,
            subject: { parameter: key, keyword: 'required' },
          }),
        ]
      : []),
    ...parameterConstraints(parameter, model.schemas).map(reject),
  ];
}

/** `required` at an object is about the property that must be there. */
function constrainedProperty({ pointer, property }: Constraint): string {
  return property === undefined ? pointer : `${pointer}/${escapeToken(property)}`;
}

function describe({ pointer, keyword, property }: Constraint): string {
  const where = pointer === '' ? '' : ` at \`${pointer}\``;
  return property === undefined ? `\`${keyword}\`${where}` : `\`${keyword}\` of \`${property}\`${where}`;
}

/** The body that the suite knows to break: JSON, when there is one. */
export function jsonBody(operation: Operation): MediaType | undefined {
  return operation.requestBody?.content.find(({ mediaType }) => isJsonMedia(mediaType));
}

function planBody(model: ApiModel, operation: Operation): readonly Obligation[] {
  const body = operation.requestBody;
  if (!body || operation.method === 'GET' || operation.method === 'HEAD') return []; // RFC 9110, section 9.3.1: no meaning
  const { place } = body;
  const json = jsonBody(operation);
  return [
    ...body.content.flatMap(({ mediaType, examples }) =>
      examples.map((example) =>
        promise(operation, {
          kind: 'O.example',
          parts: [mediaType, example.name],
          claim: `accepts the example \`${example.name}\``,
          level: 'should', // An example may name what does not exist here, or a day that has passed.
          place: example.place,
        }),
      ),
    ),
    ...(undeclaredMedia(body) === undefined
      ? []
      : [
          promise(operation, {
            kind: 'Q.media',
            claim: 'refuses a body of another media type',
            place,
            source: 'http',
          }),
        ]),
    ...(json ? planJsonBody(model, operation, json) : []),
  ];
}

const otherMediaTypes = ['text/plain', 'application/xml', 'application/x-plumbline'] as const;

/** A media type that a body may not have; undefined where the body may have every one. */
export const undeclaredMedia = ({ content }: RequestBody): string | undefined =>
  otherMediaTypes.find((other) => !content.some(({ mediaType }) => coversMedia(mediaType, other)));

function planJsonBody(model: ApiModel, operation: Operation, json: MediaType): readonly Obligation[] {
  const constraints = json.schema === undefined ? [] : findConstraints(json.schema, model.schemas);
  return [
    promise(operation, { kind: 'Q.malformed', claim: 'refuses a body that is no JSON', place: json.place }),
    ...(operation.requestBody?.required
      ? [
          promise(operation, {
            kind: 'Q.reject',
            parts: ['body', 'required'],
            claim: 'refuses a request without a body',
            place: json.place,
            subject: { keyword: 'required' },
          }),
        ]
      : []),
    ...constraints.map((constraint) =>
      promise(operation, {
        kind: 'Q.reject',
        parts: [`body${constraintKey(constraint)}`],
        claim: `refuses a body that breaks ${describe(constraint)}`,
        place: json.place,
        subject: { property: constrainedProperty(constraint), keyword: constraint.keyword },
      }),
    ),
  ];
}

/** Never DELETE: a server that knows the method after all would do harm. */
const otherMethods = ['PUT', 'PATCH', 'POST'] as const;

/** A method that no path of a request to the operation has; undefined where each that may be tried is there. */
export function undeclaredMethod(map: ResourceMap, { path }: Operation): string | undefined {
  const declared = map.methodsAt(path);
  return otherMethods.find((method) => !declared.has(method));
}

function planHttp({ operation, model, map }: PlanOperation): readonly Obligation[] {
  const first = model.operations.find(({ path }) => path === operation.path);
  return [
    // Once for a path: the methods of a path belong together.
    ...(first === operation && undeclaredMethod(map, operation) !== undefined
      ? [
          promise(operation, {
            kind: 'Q.method',
            claim: 'answers a method the path does not have with 405 and Allow (RFC 9110, section 15.5.6)',
            level: 'should',
            source: 'http',
          }),
        ]
      : []),
    ...(operation.method === 'GET' &&
    operation.responses.some(({ status, content }) => /^2/.test(status) && content.length > 0)
      ? [
          promise(operation, {
            kind: 'Q.acceptHeader',
            claim: 'refuses to answer in a media type it does not have (RFC 9110, section 15.5.7)',
            level: 'should',
            source: 'http',
          }),
        ]
      : []),
  ];
}
