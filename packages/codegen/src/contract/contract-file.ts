import type { Schema } from '@plumbline/json-schema';
import {
  type ApiModel,
  type Header,
  type MediaType,
  type Operation,
  type Parameter,
  type Response,
  schemaDefault,
  toValueShape,
} from '@plumbline/openapi';
import { fileHeader, type HeaderOptions } from '../header.ts';
import { mediaClass } from '../media-class.ts';
import { toBehaviours, toSecurityScheme } from './behaviours.ts';
import { type CheckEntry, createCheckTable, type Projection } from './check-table.ts';
import { createDirectionalTest } from './directional-schemas.ts';
import { type Literal, type LiteralObject, Name, printLiteral, Shareable } from './literal.ts';
import { hoistShared } from './shared-constants.ts';

/** `contract.ts`, and the checks it refers to. */
export interface ContractFile {
  readonly text: string;
  readonly checks: readonly CheckEntry[];
}

/** Writes the model's operations as the data that a server reads while it runs. */
export function printContractFile(model: ApiModel, options: HeaderOptions): ContractFile {
  const checks = createCheckTable(createDirectionalTest(model.schemas));
  const writer = new ContractWriter(
    model,
    (schema, projection, use) => new Name(`checks.${checks.nameOf(schema, projection, use)}`),
  );
  const { root, declarations } = hoistShared(writer.contract());
  const types = [...CONSTANT_TYPES].filter((type) => declarations.includes(`: ${type} = `));
  const imports = ['Contract', ...types].sort().join(', ');
  const text = [
    fileHeader(options),
    `import type { ${imports} } from '@plumbline/runtime/contract';\n`,
    checks.entries.length > 0 ? `import * as checks from './checks.js';\n` : '',
    '\n',
    declarations === '' ? '' : `${declarations}\n`,
    '/** What a server knows of the description while it runs. */\n',
    `export const contract: Contract = ${printLiteral(root)};\n`,
  ].join('');
  return { text, checks: checks.entries };
}

const CONSTANT_TYPES = [
  'HeaderContract',
  'IdempotencyContract',
  'MediaTypeContract',
  'PaginationContract',
  'ParameterContract',
  'RateLimitContract',
  'RequestBodyContract',
  'ResponseContract',
] as const;

function shareable(type: (typeof CONSTANT_TYPES)[number], name: string, value: LiteralObject): Shareable {
  return new Shareable(value, type, name);
}

type CheckOf = (schema: Schema, projection: Projection, use: string) => Name;

class ContractWriter {
  readonly #model: ApiModel;
  readonly #checkOf: CheckOf;

  constructor(model: ApiModel, checkOf: CheckOf) {
    this.#model = model;
    this.#checkOf = checkOf;
  }

  contract(): Literal {
    return {
      title: this.#model.title,
      version: this.#model.version,
      operations: this.#model.operations.map((operation) => this.#operation(operation)),
      securitySchemes: this.#model.securitySchemes.map(toSecurityScheme),
    };
  }

  #operation(operation: Operation): Literal {
    const { id, requestBody } = operation;
    return {
      id,
      method: operation.method,
      path: operation.path,
      parameters: operation.parameters.flatMap((parameter) => this.#parameter(parameter, id)),
      requestBody: requestBody && {
        required: requestBody.required,
        content: requestBody.content.map((media) => this.#media(media, 'request', `${id} request`)),
      },
      responses: operation.responses.map((response) => this.#response(response, id)),
      security: operation.security.map(({ schemes }) => ({
        schemes: schemes.map(({ name, scopes }) => ({ name, scopes })),
      })),
      behaviours: toBehaviours(operation.behaviours),
    };
  }

  #parameter(parameter: Parameter, id: string): Literal[] {
    // Reported with the types: neither can carry a whole query string.
    if (parameter.in === 'querystring') return [];
    return [
      shareable('ParameterContract', `${parameter.in} ${parameter.name}`, {
        name: parameter.name,
        in: parameter.in,
        required: parameter.required,
        style: parameter.style,
        explode: parameter.explode,
        shape: this.#shape(parameter.schema),
        default: this.#defaultOf(parameter.schema),
        mediaType: parameter.mediaType,
        check: this.#checkOf(parameter.schema, 'request', `${id} ${parameter.name}`),
      }),
    ];
  }

  #response(response: Response, id: string): Literal {
    return shareable('ResponseContract', `response ${response.status}`, {
      status: response.status,
      headers: response.headers.map((header) => this.#header(header)),
      content: response.content.map((media) => this.#media(media, 'response', `${id} ${response.status}`)),
    });
  }

  #header(header: Header): Literal {
    return shareable('HeaderContract', `header ${header.name}`, {
      name: header.name,
      required: header.required,
      shape: this.#shape(header.schema),
      check: this.#checkOf(header.schema, 'response', `header ${header.name}`),
    });
  }

  #media(media: MediaType, projection: Projection, use: string): Literal {
    const { schema, mediaType } = media;
    const isForm = mediaClass(mediaType) === 'form';
    return {
      mediaType,
      check: schema === undefined ? undefined : this.#checkOf(schema, projection, `${use} ${mediaType}`),
      shape: schema !== undefined && isForm ? this.#shape(schema) : undefined,
    };
  }

  #shape(schema: Schema): Literal {
    // A shape is plain data whose members are all literals.
    return toValueShape(schema, this.#model.schemas) as unknown as Literal;
  }

  #defaultOf(schema: Schema): Literal {
    // A default is a value of the description, so JSON.
    return schemaDefault(schema, this.#model.schemas) as Literal;
  }
}
