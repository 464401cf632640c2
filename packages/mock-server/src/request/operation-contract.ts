import {
  type ApiModel,
  type Diagnostic,
  type Header,
  type MediaType,
  type Operation,
  type Parameter,
  type Response,
  schemaDefault,
  toValueShape,
} from '@plumbline/openapi';
import type {
  Contract,
  HeaderContract,
  MediaTypeContract,
  OperationContract,
  ParameterContract,
  ValueShape,
} from '@plumbline/runtime/contract';
import type { LazyChecks } from '../checks.ts';
import type { Findings } from '../findings.ts';
import { type MediaKind, mediaKind } from '../media-kind.ts';
import type { KeptBehaviours } from './kept-behaviours.ts';

export interface ContractInput {
  readonly model: ApiModel;
  readonly checks: LazyChecks;
  readonly findings: Findings;
  readonly hasSecurity: boolean;
  readonly validatesRequest: boolean;
  /** What is kept of the declared behaviours. @default nothing, as befits a mock without state */
  readonly behaviours?: KeptBehaviours;
}

/** One operation as the runtime reads it. Without state there is nothing to keep limits, keys and scopes with. */
export function toContract(operation: Operation, input: ContractInput): Contract {
  const { model } = input;
  return {
    title: model.title,
    version: model.version,
    operations: [toOperationContract(operation, input)],
    securitySchemes: input.behaviours?.scopes
      ? model.securitySchemes
      : model.securitySchemes.map((scheme) => ({ ...scheme, scopes: [] })),
  };
}

function toOperationContract(operation: Operation, input: ContractInput): OperationContract {
  const { requestBody } = operation;
  return {
    id: operation.id,
    method: operation.method,
    path: operation.path,
    parameters: input.validatesRequest
      ? operation.parameters.flatMap((parameter) => toParameterContract(parameter, input))
      : [],
    ...(requestBody && input.validatesRequest
      ? {
          requestBody: {
            required: requestBody.required,
            content: requestBody.content.map((content) => toMediaTypeContract(content, 'request', input)),
          },
        }
      : {}),
    responses: operation.responses.map((response) => toResponseContract(response, input)),
    security: input.hasSecurity ? knownSecurity(operation, input) : [],
    behaviours: input.behaviours?.contract ?? { roles: [] },
  };
}

/** A requirement that names a scheme which is not described can be met by nobody and is left out. */
function knownSecurity(
  operation: Operation,
  { model, behaviours }: ContractInput,
): OperationContract['security'] {
  const known = new Set(model.securitySchemes.map(({ name }) => name));
  return operation.security
    .filter(({ schemes }) => schemes.every(({ name }) => known.has(name)))
    .map(({ schemes }) => ({
      schemes: schemes.map(({ name, scopes }) => ({ name, scopes: behaviours?.scopes ? scopes : [] })),
    }));
}

function toParameterContract(parameter: Parameter, input: ContractInput): readonly ParameterContract[] {
  if (parameter.in === 'querystring') {
    input.findings.add(uncheckedQuery(parameter));
    return [];
  }
  const { schemas } = input.model;
  const byDefault = schemaDefault(parameter.schema, schemas);
  return [
    {
      name: parameter.name,
      in: parameter.in,
      required: parameter.required,
      style: parameter.style,
      explode: parameter.explode,
      shape: toValueShape(parameter.schema, schemas),
      check: input.checks.request(parameter.schema, parameter.place),
      ...(byDefault === undefined ? {} : { default: byDefault }),
      ...(parameter.mediaType === undefined ? {} : { mediaType: parameter.mediaType }),
    },
  ];
}

/** The runtime reads a query by its parameters, not as a whole (OpenAPI 3.2, `in: querystring`). */
function uncheckedQuery({ name, place }: Parameter): Diagnostic {
  return {
    rule: 'mock/not-checked',
    severity: 'info',
    message: `The query string \`${name}\` is taken as it comes: nothing checks it as a whole.`,
    place,
    help: 'Describe its parameters one by one (`in: query`) if they are to be checked.',
  };
}

function toResponseContract(
  response: Response,
  input: ContractInput,
): OperationContract['responses'][number] {
  return {
    status: response.status,
    headers: response.headers.flatMap((header) => toHeaderContract(header, input)),
    content: response.content.map((content) => toMediaTypeContract(content, 'response', input)),
  };
}

/** The runtime reads neither documents in headers nor objects written as `name=value`: they stay unchecked. */
function toHeaderContract(header: Header, { model, checks }: ContractInput): readonly HeaderContract[] {
  const { name, required, schema, place } = header;
  const shape = toValueShape(schema, model.schemas);
  const isRead = header.mediaType === undefined && !(header.explode && shape.types.includes('object'));
  return isRead ? [{ name, required, shape, check: checks.response(schema, place) }] : [];
}

function toMediaTypeContract(
  content: MediaType,
  direction: 'request' | 'response',
  { model, checks }: ContractInput,
): MediaTypeContract {
  const { mediaType, schema, place } = content;
  if (schema === undefined) return { mediaType };
  const kind = mediaKind(mediaType);
  const shape = toValueShape(schema, model.schemas);
  return {
    mediaType,
    ...(isChecked(kind, shape) ? { check: checks[direction](schema, place) } : {}),
    ...(kind === 'form' || kind === 'multipart' ? { shape } : {}),
  };
}

/** Of other texts the runtime sees the text, while their schema speaks of what it stands for. */
function isChecked(kind: MediaKind, { types }: ValueShape): boolean {
  if (kind === 'text') return types.includes('string');
  return kind === 'json' || kind === 'form' || kind === 'multipart';
}
