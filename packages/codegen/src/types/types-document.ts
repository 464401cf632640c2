import { toPointer } from '@plumbline/json-schema/json-pointer';
import type { ApiModel, Operation } from '@plumbline/openapi';
import { dereference, entriesOf, isRecord, nodeAt, own } from '../document-node.ts';
import { commentText } from '../escape.ts';
import type { ReportLoss } from '../loss.ts';
import { createNames, type Names, toComponentName } from '../names.ts';
import { type CallbackRequest, type FoundNode, findCallbacks } from './callbacks.ts';
import { findOpenEnums, type OpenEnums } from './open-enums.ts';
import { createPrintedKeys, type PrintedKeys } from './printed-keys.ts';
import type { TypeChoices } from './type-choices.ts';
import { createTypeReferences, type TypeReferences } from './type-references.ts';
import { type Direction, type TypeSchema, toTypeSchema } from './type-schema.ts';

/**
 * The description as openapi-typescript can print it: OpenAPI 3.1, only what shapes types, every
 * text escaped, every reference to `#/components/<kind>/<name>`. 3.0 is read as 3.1; what 3.2
 * brings is written as 3.1 where types can say it, and reported where they cannot.
 */
export interface TypesDocument {
  readonly paths: Record<string, TypePathItem>;
  readonly webhooks: Record<string, TypePathItem>;
  readonly components: {
    readonly schemas: Record<string, TypeSchema>;
    readonly parameters: Record<string, TypeParameter>;
    readonly requestBodies: Record<string, TypeRequestBody>;
    readonly responses: Record<string, TypeResponse>;
    readonly headers: Record<string, TypeHeader>;
  };
  /** The operations by `Operation.id` and those of callbacks, references to what they share followed. */
  readonly operations: ReadonlyMap<string, TypeOperation>;
  /** Operations of methods that openapi-typescript does not know, printed under a path of their own. */
  readonly extraMethods: readonly ExtraMethod[];
  readonly callbacks: readonly TypedCallback[];
  readonly keys: PrintedKeys;
}

/** A request that the API sends in answer to an operation, printed under a webhook of its own that is taken away. */
export interface TypedCallback {
  /** `Operation.id` of the operation that has it. */
  readonly owner: string;
  /** What the operation calls it. */
  readonly name: string;
  /** Its own name among the operations. */
  readonly operation: string;
}

export interface ExtraMethod {
  readonly kind: 'paths' | 'webhooks';
  readonly path: string;
  /** As a client would name it: lower case. */
  readonly method: string;
  readonly operation: string;
}

export type TypePathItem = Record<string, TypeOperationObject>;
type Referenced<T> = T | { $ref: string };

export interface TypeOperationObject {
  operationId: string;
  summary?: string;
  description?: string;
  deprecated?: boolean;
  parameters: Referenced<TypeParameter>[];
  requestBody?: Referenced<TypeRequestBody>;
  responses: Record<string, Referenced<TypeResponse>>;
}

export interface TypeParameter {
  name: string;
  in: string;
  required: boolean;
  deprecated?: boolean;
  description?: string;
  schema: TypeSchema;
  /** What the text holds, for a parameter described by `content`. */
  contentSchema?: TypeSchema;
}

export interface TypeRequestBody {
  required: boolean;
  description?: string;
  content: Record<string, { schema: TypeSchema }>;
}

export interface TypeResponse {
  description?: string;
  headers: Record<string, Referenced<TypeHeader>>;
  content: Record<string, { schema: TypeSchema }>;
}

export interface TypeHeader {
  required: boolean;
  description?: string;
  schema: TypeSchema;
}

/** One operation with its references followed: what the server interface is printed from. */
export interface TypeOperation {
  readonly parameters: readonly TypeParameter[];
  readonly requestBody?: TypeRequestBody;
  readonly responses: ReadonlyMap<string, TypedResponse>;
}

export interface TypedResponse {
  readonly response: TypeResponse;
  /** The name of the shared response in `components.responses`, where the author refers to one. */
  readonly component?: string;
}

type DescribedOperation = Pick<
  Operation,
  'id' | 'method' | 'path' | 'summary' | 'description' | 'deprecated'
>;

const STANDARD_METHODS = new Set(['GET', 'PUT', 'POST', 'DELETE', 'OPTIONS', 'HEAD', 'PATCH', 'TRACE']);
/** Parameters of these names are ignored (OpenAPI 3.1, Parameter Object, `name`). */
const IGNORED_HEADERS = new Set(['accept', 'content-type', 'authorization']);
const STATUS = /^(?:[1-5]\d\d|[1-5]XX|default)$/;

export function toTypesDocument(
  source: { readonly model: ApiModel; readonly document: unknown },
  report: ReportLoss,
  choices: TypeChoices = {},
): TypesDocument {
  return new TypesDocumentBuilder(source, report, choices).build();
}

class TypesDocumentBuilder {
  readonly #document: unknown;
  readonly #model: ApiModel;
  readonly #report: ReportLoss;
  readonly #keys = createPrintedKeys();
  readonly #references: TypeReferences;
  readonly #isVersion30: boolean;
  readonly #int64: NonNullable<TypeChoices['int64']>;
  readonly #openEnums: OpenEnums | undefined;
  readonly #operations = new Map<string, TypeOperation>();
  readonly #extraMethods: ExtraMethod[] = [];
  readonly #callbacks: TypedCallback[] = [];
  readonly #callbackItems: [string, TypePathItem][] = [];
  readonly #callbackNames: Names;
  readonly #components = {
    parameters: new Map<string, TypeParameter>(),
    requestBodies: new Map<string, TypeRequestBody>(),
    responses: new Map<string, TypeResponse>(),
    headers: new Map<string, TypeHeader>(),
  };

  constructor(
    { document, model }: { readonly model: ApiModel; readonly document: unknown },
    report: ReportLoss,
    { int64 = 'number', enums = 'closed' }: TypeChoices,
  ) {
    this.#document = document;
    this.#model = model;
    this.#int64 = int64;
    this.#openEnums = enums === 'open' ? findOpenEnums(document) : undefined;
    this.#report = report;
    const ids = [...model.operations, ...model.webhooks].map(({ id }) => id);
    this.#callbackNames = createNames(toComponentName, ids);
    this.#isVersion30 = /^3\.0(?:\.|$)/.test(model.openapi);
    this.#references = createTypeReferences(document, report, this.#openEnums);
  }

  build(): TypesDocument {
    for (const name of Object.keys(this.#map('components', 'schemas'))) {
      this.#references.schema(toReference('components', 'schemas', name), 'response');
    }
    const paths = this.#pathItems('paths', this.#model.operations);
    const webhooks = this.#pathItems('webhooks', this.#model.webhooks);
    const schemas = this.#schemas();
    return {
      paths,
      webhooks: { ...webhooks, ...Object.fromEntries(this.#callbackItems) },
      components: {
        schemas,
        parameters: Object.fromEntries(this.#components.parameters),
        requestBodies: Object.fromEntries(this.#components.requestBodies),
        responses: Object.fromEntries(this.#components.responses),
        headers: Object.fromEntries(this.#components.headers),
      },
      operations: this.#operations,
      extraMethods: this.#extraMethods,
      callbacks: this.#callbacks,
      keys: this.#keys,
    };
  }

  #map(...tokens: string[]): Record<string, unknown> {
    const node = nodeAt(this.#document, tokens);
    return isRecord(node) ? node : {};
  }

  /** Writing a schema may discover others (references deep into a schema), so until none is left. */
  #schemas(): Record<string, TypeSchema> {
    const schemas: [string, TypeSchema][] = [];
    for (let next = this.#references.next(); next !== undefined; next = this.#references.next()) {
      schemas.push([next.name, this.#schema(next.schema, next.direction)]);
    }
    return Object.fromEntries(schemas);
  }

  #schema(schema: unknown, direction: Direction): TypeSchema {
    return toTypeSchema(schema, {
      isVersion30: this.#isVersion30,
      direction,
      refer: (reference, towards) => this.#references.schema(reference, towards),
      markerOf: (property) => this.#references.markerOf(property),
      key: (name) => this.#keys.token(name),
      int64: this.#int64,
      openEnums: this.#openEnums,
    });
  }

  #pathItems(kind: 'paths' | 'webhooks', operations: readonly Operation[]): Record<string, TypePathItem> {
    const items = new Map<string, TypePathItem>();
    for (const operation of operations) {
      const object = this.#operation(kind, operation);
      if (object === undefined) continue;
      const path = this.#keys.token(operation.path);
      if (STANDARD_METHODS.has(operation.method)) {
        items.set(path, { ...items.get(path), [operation.method.toLowerCase()]: object });
        continue;
      }
      const extra: ExtraMethod = {
        kind,
        path: operation.path,
        method: operation.method.toLowerCase(),
        operation: operation.id,
      };
      items.set(extraPath(this.#extraMethods.length), { get: object });
      if (!items.has(path)) items.set(path, {});
      this.#extraMethods.push(extra);
    }
    return Object.fromEntries(items);
  }

  #operation(kind: 'paths' | 'webhooks', operation: Operation): TypeOperationObject | undefined {
    const item = dereference(this.#document, nodeAt(this.#document, [kind, operation.path]), [
      kind,
      operation.path,
    ]);
    const written = item && operationIn(item.node, item.tokens, operation.method);
    const found = written && dereference(this.#document, written.node, written.tokens);
    if (item === undefined || found === undefined || !isRecord(found.node)) return undefined;
    for (const callback of findCallbacks(this.#document, found)) this.#callback(operation, callback);
    return this.#operationObject(kind, operation, [item, found]);
  }

  /** Like a webhook, it is a request that the API sends. */
  #callback(owner: Operation, { name, expression, method, item, operation }: CallbackRequest): void {
    this.#reportNestedCallbacks(owner, operation);
    const key = JSON.stringify([owner.id, name, expression, method]);
    const id = this.#callbackNames.take(key, `${owner.id}_${name}`);
    const summary = own(operation.node, 'summary');
    const description = own(operation.node, 'description');
    const described = {
      id,
      method,
      path: owner.path,
      ...(typeof summary === 'string' ? { summary } : {}),
      ...(typeof description === 'string' ? { description } : {}),
      deprecated: own(operation.node, 'deprecated') === true,
    };
    const object = this.#operationObject('webhooks', described, [item, operation]);
    this.#callbackItems.push([callbackPath(this.#callbacks.length), { [method.toLowerCase()]: object }]);
    this.#callbacks.push({ owner: owner.id, name, operation: id });
  }

  #operationObject(
    kind: 'paths' | 'webhooks',
    operation: DescribedOperation,
    [item, found]: readonly [FoundNode, FoundNode],
  ): TypeOperationObject {
    // What a webhook sends is what the API writes: its body is a response in terms of `readOnly`.
    const [inward, outward]: [Direction, Direction] =
      kind === 'webhooks' ? ['response', 'request'] : ['request', 'response'];
    const parameters = this.#parameters([item, found], inward, operation);
    const requestBody = this.#requestBody(found, inward, kind);
    const responses = this.#responses(found, outward, kind);
    this.#operations.set(operation.id, {
      parameters: parameters.map(({ parameter }) => parameter),
      ...(requestBody ? { requestBody: requestBody.body } : {}),
      responses: new Map([...responses].map(([status, typed]) => [status, toTypedResponse(typed)])),
    });
    return {
      operationId: this.#keys.token(operation.id),
      ...text('summary', operation.summary),
      ...text('description', operation.description),
      ...(operation.deprecated ? { deprecated: true } : {}),
      parameters: parameters.map(({ printed }) => printed),
      ...(requestBody ? { requestBody: requestBody.printed } : {}),
      responses: Object.fromEntries([...responses].map(([status, { printed }]) => [status, printed])),
    };
  }

  #reportNestedCallbacks({ method, path }: Operation, { node, tokens }: FoundNode): void {
    if (entriesOf(own(node, 'callbacks')).length === 0) return;
    this.#report({
      rule: 'codegen/types',
      message: `A callback of ${method} ${path} has callbacks itself, which have no types.`,
      help: 'Describe the request the API sends under `webhooks`, which are typed.',
      pointer: toPointer([...tokens, 'callbacks']),
    });
  }

  #parameters(
    owners: readonly FoundNode[],
    direction: Direction,
    operation: DescribedOperation,
  ): readonly { parameter: TypeParameter; printed: Referenced<TypeParameter> }[] {
    const merged = new Map<string, { parameter: TypeParameter; printed: Referenced<TypeParameter> }>();
    for (const { node, tokens } of owners) {
      const list = own(node, 'parameters');
      for (const [index, written] of (Array.isArray(list) ? list : []).entries()) {
        const place = [...tokens, 'parameters', String(index)];
        const found = dereference(this.#document, written, place);
        const location = own(found?.node, 'in');
        const name = own(found?.node, 'name');
        if (typeof location !== 'string' || typeof name !== 'string' || found === undefined) continue;
        if (location === 'header' && IGNORED_HEADERS.has(name.toLowerCase())) continue;
        if (location === 'querystring') {
          this.#reportQuerystring(operation, place);
          continue;
        }
        merged.set(`${location} ${name}`, this.#parameter(written, found, direction));
      }
    }
    return [...merged.values()];
  }

  #reportQuerystring({ method, path }: DescribedOperation, tokens: readonly string[]): void {
    this.#report({
      rule: 'codegen/types',
      message: `${method} ${path} describes its whole query string, which neither types nor the server interface can carry.`,
      help: 'Describe the query as separate `in: query` parameters as well.',
      pointer: toPointer(tokens),
    });
  }

  #parameter(written: unknown, found: { node: unknown; tokens: readonly string[] }, direction: Direction) {
    const parameter: TypeParameter = {
      // The location is one of four words, the name is printed as a property.
      name: this.#keys.token(String(own(found.node, 'name'))),
      in: String(own(found.node, 'in')),
      required: own(found.node, 'required') === true || own(found.node, 'in') === 'path',
      ...(own(found.node, 'deprecated') === true ? { deprecated: true } : {}),
      ...text('description', own(found.node, 'description')),
      schema: this.#schemaOrText(found.node, direction),
      ...this.#contentSchema(found.node, direction),
    };
    const printed = this.#shared('parameters', written, found.tokens, parameter, direction);
    return { parameter, printed };
  }

  /** A parameter or header described by `content` is a text on the client's side. */
  #schemaOrText(node: unknown, direction: Direction): TypeSchema {
    const schema = own(node, 'schema');
    return schema === undefined ? { type: 'string' } : this.#schema(schema, direction);
  }

  #contentSchema(node: unknown, direction: Direction): { contentSchema?: TypeSchema } {
    const [content] = entriesOf(own(node, 'content'));
    if (content === undefined) return {};
    const media = dereference(this.#document, content[1])?.node;
    return { contentSchema: this.#schema(own(media, 'schema') ?? {}, direction) };
  }

  #requestBody(
    operation: { node: unknown; tokens: readonly string[] },
    direction: Direction,
    kind: 'paths' | 'webhooks',
  ): { body: TypeRequestBody; printed: Referenced<TypeRequestBody> } | undefined {
    const written = own(operation.node, 'requestBody');
    if (written === undefined) return undefined;
    const found = dereference(this.#document, written, [...operation.tokens, 'requestBody']);
    if (found === undefined || !isRecord(found.node)) return undefined;
    const body: TypeRequestBody = {
      required: own(found.node, 'required') === true,
      ...text('description', own(found.node, 'description')),
      content: this.#content(own(found.node, 'content'), direction),
    };
    const isShared = kind === 'paths';
    return {
      body,
      printed: isShared ? this.#shared('requestBodies', written, found.tokens, body, direction) : body,
    };
  }

  #responses(
    operation: { node: unknown; tokens: readonly string[] },
    direction: Direction,
    kind: 'paths' | 'webhooks',
  ): Map<string, { response: TypeResponse; printed: Referenced<TypeResponse> }> {
    const responses = new Map<string, { response: TypeResponse; printed: Referenced<TypeResponse> }>();
    for (const [code, written] of entriesOf(own(operation.node, 'responses'))) {
      const status = STATUS.test(code) ? code : code.replace(/xx$/i, 'XX');
      if (!STATUS.test(status)) continue;
      const found = dereference(this.#document, written, [...operation.tokens, 'responses', code]);
      if (found === undefined) continue;
      const response: TypeResponse = {
        ...text('description', own(found.node, 'description')),
        headers: this.#headers(own(found.node, 'headers'), direction),
        content: this.#content(own(found.node, 'content'), direction),
      };
      const isShared = kind === 'paths';
      responses.set(status, {
        response,
        printed: isShared ? this.#shared('responses', written, found.tokens, response, direction) : response,
      });
    }
    return responses;
  }

  #headers(headers: unknown, direction: Direction): Record<string, Referenced<TypeHeader>> {
    const entries = entriesOf(headers).flatMap(([name, written]): [string, Referenced<TypeHeader>][] => {
      const found = dereference(this.#document, written);
      if (found === undefined || name.toLowerCase() === 'content-type') return [];
      const header: TypeHeader = {
        required: own(found.node, 'required') === true,
        // A shared text is not repeated at each response.
        ...(own(written, '$ref') === undefined ? text('description', own(found.node, 'description')) : {}),
        schema: this.#schemaOrText(found.node, direction),
      };
      // A referenced header is printed as required, so only those that are stay references.
      const printed = header.required
        ? this.#shared('headers', written, found.tokens, header, direction)
        : header;
      return [[this.#keys.token(name), printed]];
    });
    return Object.fromEntries(entries);
  }

  #content(content: unknown, direction: Direction): Record<string, { schema: TypeSchema }> {
    const entries = entriesOf(content).map(([mediaType, written]): [string, { schema: TypeSchema }] => {
      const node = dereference(this.#document, written)?.node;
      const itemSchema = own(node, 'itemSchema');
      const schema = own(node, 'schema');
      return [
        this.#keys.token(mediaType),
        {
          // A sequential media type is described as an array of its items (OpenAPI 3.2, 4.14.3), whatever its schema
          // says of all of them together.
          schema:
            itemSchema !== undefined
              ? { type: 'array', items: this.#schema(itemSchema, direction) }
              : this.#schema(schema ?? {}, direction),
        },
      ];
    });
    return Object.fromEntries(entries);
  }

  /** A reference to the shared component where the author wrote one, else the thing itself. */
  #shared<K extends 'parameters' | 'requestBodies' | 'responses' | 'headers', T>(
    kind: K,
    written: unknown,
    tokens: readonly string[],
    value: T,
    direction: Direction,
  ): T | { $ref: string } {
    const isReference = typeof own(written, '$ref') === 'string';
    const isComponent = tokens.length === 3 && tokens[0] === 'components' && tokens[1] === kind;
    const isUsual =
      direction === (kind === 'parameters' || kind === 'requestBodies' ? 'request' : 'response');
    if (!isReference || !isComponent || !isUsual || tokens[2] === undefined) return value;
    const name = this.#references.component(kind, tokens[2]);
    // Each map holds the type that its kind names; the compiler cannot follow that through `K`.
    (this.#components[kind] as unknown as Map<string, T>).set(name, value);
    return { $ref: toReference('components', kind, name) };
  }
}

/** The path under which an operation of an unknown method is printed before it is moved. */
export function extraPath(index: number): string {
  return `$$plumbline_method_${index}`;
}

/** The webhook under which a callback is printed before it is taken away. */
export function callbackPath(index: number): string {
  return `$$plumbline_callback_${index}`;
}

function toReference(...tokens: readonly string[]): string {
  return `#${toPointer(tokens)}`;
}

/** The operation of a method in a path item: its own field, `query`, or one of `additionalOperations`. */
function operationIn(
  item: unknown,
  tokens: readonly string[],
  method: string,
): { node: unknown; tokens: readonly string[] } | undefined {
  const field = method.toLowerCase();
  const direct = own(item, field);
  if (direct !== undefined) return { node: direct, tokens: [...tokens, field] };
  const additional = entriesOf(own(item, 'additionalOperations'));
  const found = additional.find(([name]) => name.toUpperCase() === method.toUpperCase());
  return found && { node: found[1], tokens: [...tokens, 'additionalOperations', found[0]] };
}

function toTypedResponse({
  response,
  printed,
}: {
  response: TypeResponse;
  printed: Referenced<TypeResponse>;
}): TypedResponse {
  const component = '$ref' in printed ? printed.$ref.split('/').at(-1) : undefined;
  return component === undefined ? { response } : { response, component };
}

function text<K extends string>(name: K, value: unknown): Partial<Record<K, string>> {
  // Partial of one known key; the compiler widens a computed key to an index signature.
  return typeof value === 'string' && value.trim() !== ''
    ? ({ [name]: commentText(value) } as Partial<Record<K, string>>)
    : {};
}
