import { createChecks, type SchemaObject } from '@plumbline/json-schema';
import type {
  BehavioursContract,
  Contract,
  HeaderContract,
  MediaTypeContract,
  OperationContract,
  ParameterContract,
  ResponseContract,
  SecuritySchemeContract,
  ValueShape,
} from '@plumbline/runtime/contract';

const checks = createChecks({});

/** A parameter with the style that OpenAPI gives its location; `schema` decides the shape. */
export function parameter(
  where: ParameterContract['in'],
  name: string,
  schema: SchemaObject,
  rest: Partial<ParameterContract> = {},
): ParameterContract {
  const isForm = where === 'query' || where === 'cookie';
  return {
    name,
    in: where,
    required: where === 'path',
    style: isForm ? 'form' : 'simple',
    explode: isForm,
    shape: shapeOf(schema),
    check: checks.compile(schema),
    ...(schema.default === undefined ? {} : { default: schema.default }),
    ...rest,
  };
}

export function shapeOf(schema: SchemaObject): ValueShape {
  const types = [schema.type ?? 'string'].flat() as unknown as ValueShape['types']; // the tests write JSON Schema types
  const { items, properties, additionalProperties } = schema as Record<string, SchemaObject | undefined>;
  return {
    types,
    ...(items === undefined ? {} : { items: shapeOf(items) }),
    ...(properties === undefined
      ? {}
      : {
          properties: Object.fromEntries(
            Object.entries(properties).map(([name, property]) => [name, shapeOf(property as SchemaObject)]),
          ),
        }),
    ...(typeof additionalProperties === 'object'
      ? { additionalProperties: shapeOf(additionalProperties) }
      : {}),
  };
}

export function json(schema: SchemaObject): MediaTypeContract {
  return content('application/json', schema);
}

export function content(mediaType: string, schema?: SchemaObject): MediaTypeContract {
  return schema === undefined
    ? { mediaType }
    : { mediaType, check: checks.compile(schema), shape: shapeOf(schema) };
}

export function response(
  status: string,
  contents: readonly MediaTypeContract[] = [],
  headers: readonly HeaderContract[] = [],
): ResponseContract {
  return { status, content: contents, headers };
}

export function header(name: string, schema: SchemaObject, required = true): HeaderContract {
  return { name, required, shape: shapeOf(schema), check: checks.compile(schema) };
}

/** A GET of `/things` that answers any JSON; `rest` says otherwise. */
export function operation(id: string, rest: Partial<OperationContract> = {}): OperationContract {
  return {
    id,
    method: 'GET',
    path: '/things',
    parameters: [],
    responses: [response('200', [json({})]), response('default', [content('application/problem+json')])],
    security: [],
    behaviours: { roles: [] },
    ...rest,
  };
}

export function behaviours(rest: Partial<BehavioursContract>): BehavioursContract {
  return { roles: [], ...rest };
}

export function contractOf(
  operations: readonly OperationContract[],
  securitySchemes: readonly SecuritySchemeContract[] = [],
): Contract {
  return { title: 'Test', version: '1', operations, securitySchemes };
}

export const BEARER: SecuritySchemeContract = { name: 'token', type: 'http', scheme: 'bearer', scopes: [] };
