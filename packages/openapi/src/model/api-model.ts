import type { Definitions, Schema } from '@plumbline/json-schema';
import type { Place } from '../diagnostic.ts';
import type { ApiBehaviours, OperationBehaviours } from './behaviours.ts';

/**
 * The one normalised form of a description that codegen, mock and contract tests read.
 * Plain data: it can be cloned, stored and sent to a worker. OpenAPI 3.0 is read as 3.1
 * (JSON Schema 2020-12); every schema reference reads `#/$defs/<name>` into `schemas`.
 */
export interface ApiModel {
  /** The version of OpenAPI the description was written in, for example `3.1.1`. */
  readonly openapi: string;
  readonly title: string;
  readonly version: string;
  readonly description?: string;
  readonly servers: readonly Server[];
  readonly tags: readonly Tag[];
  readonly operations: readonly Operation[];
  /** Requests that the API sends: `webhooks` of the description. `path` is the webhook's name. */
  readonly webhooks: readonly Operation[];
  readonly securitySchemes: readonly SecurityScheme[];
  /** Every component schema, and every other one that something refers to, by name. */
  readonly schemas: Definitions;
  readonly behaviours: ApiBehaviours;
}

export interface Server {
  /** As written; variables in braces. */
  readonly url: string;
  readonly name?: string;
  readonly description?: string;
  /** The default of each variable. */
  readonly variables: Readonly<Record<string, string>>;
}

export interface Tag {
  readonly name: string;
  readonly summary?: string;
  readonly description?: string;
  /** OpenAPI 3.2: the name of the tag above. */
  readonly parent?: string;
  /** OpenAPI 3.2: what the tag is for, for example `nav`. */
  readonly kind?: string;
}

/** One method on one path. */
export interface Operation {
  /** Unique and usable as a name: the `operationId`, or made from method and path. */
  readonly id: string;
  /** Upper case: `GET`, `QUERY`, also those of `additionalOperations`. */
  readonly method: string;
  /** The template, for example `/api/v1/websites/{id}`. */
  readonly path: string;
  readonly summary?: string;
  readonly description?: string;
  readonly tags: readonly string[];
  readonly deprecated: boolean;
  /** Those that the operation or its path item puts in place of the description's. */
  readonly servers?: readonly Server[];
  /** Those of the path item and the operation, merged. */
  readonly parameters: readonly Parameter[];
  readonly requestBody?: RequestBody;
  readonly responses: readonly Response[];
  /** Alternatives, one of which must hold. Empty: the operation is public. */
  readonly security: readonly SecurityRequirement[];
  readonly behaviours: OperationBehaviours;
  readonly place: Place;
}

export type ParameterLocation = 'path' | 'query' | 'header' | 'cookie' | 'querystring';
export type ParameterStyle =
  | 'matrix'
  | 'label'
  | 'simple'
  | 'form'
  | 'spaceDelimited'
  | 'pipeDelimited'
  | 'deepObject'
  | 'cookie';

export interface Parameter {
  readonly name: string;
  readonly in: ParameterLocation;
  readonly required: boolean;
  readonly deprecated: boolean;
  readonly description?: string;
  readonly style: ParameterStyle;
  readonly explode: boolean;
  readonly allowReserved: boolean;
  readonly schema: Schema;
  /** Set when the parameter is described by `content`: its value is a text of this media type. */
  readonly mediaType?: string;
  readonly examples: readonly Example[];
  readonly place: Place;
}

export interface RequestBody {
  readonly required: boolean;
  readonly description?: string;
  readonly content: readonly MediaType[];
  readonly place: Place;
}

export interface MediaType {
  /** As written, for example `application/json` or `image/*`. */
  readonly mediaType: string;
  /** Absent: anything goes. */
  readonly schema?: Schema;
  /** OpenAPI 3.2: the schema of each item of a stream. */
  readonly itemSchema?: Schema;
  readonly encoding: readonly Encoding[];
  readonly examples: readonly Example[];
  readonly place: Place;
}

/** How one property of a form body is written. */
export interface Encoding {
  readonly property: string;
  readonly contentType?: string;
  readonly style: ParameterStyle;
  readonly explode: boolean;
}

export interface Example {
  /** Its key in `examples`, `example` for the single form, `schema` (`schema-2`, …) for the schema's own. */
  readonly name: string;
  readonly summary?: string;
  readonly value: unknown;
  /** It stands in the schema, and so may be meant for the other direction. */
  readonly isOfSchema?: boolean;
  readonly place: Place;
}

export interface Response {
  /** `200`, `4XX` or `default`. */
  readonly status: string;
  readonly description: string;
  readonly headers: readonly Header[];
  readonly content: readonly MediaType[];
  readonly links: readonly Link[];
  readonly place: Place;
}

export interface Header {
  /** As written; compare without case. */
  readonly name: string;
  readonly required: boolean;
  readonly description?: string;
  readonly explode: boolean;
  readonly schema: Schema;
  readonly mediaType?: string;
  readonly examples: readonly Example[];
  readonly place: Place;
}

/** A design-time hint that a value of the response is an input of another operation. */
export interface Link {
  readonly name: string;
  /** The target's `Operation.id`. */
  readonly operation: string;
  /** Parameter name (optionally `in.name`) to runtime expression or constant. */
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly requestBody?: unknown;
  readonly place: Place;
}

/** All of these schemes together. No scheme: anonymous access is one of the alternatives. */
export interface SecurityRequirement {
  readonly schemes: readonly { readonly name: string; readonly scopes: readonly string[] }[];
}

export interface SecurityScheme {
  readonly name: string;
  readonly type: 'apiKey' | 'http' | 'mutualTLS' | 'oauth2' | 'openIdConnect';
  readonly description?: string;
  /** `http`: lower case, for example `bearer`. */
  readonly scheme?: string;
  readonly bearerFormat?: string;
  /** `apiKey`: where the key travels and under which name. */
  readonly in?: 'query' | 'header' | 'cookie';
  readonly parameterName?: string;
  readonly openIdConnectUrl?: string;
  /** `oauth2`: the flows, as written. */
  readonly flows?: Readonly<Record<string, unknown>>;
  /** The scopes the scheme knows: of its OAuth flows or of `x-contract-scopes`. */
  readonly scopes: readonly Scope[];
  readonly place: Place;
}

export interface Scope {
  readonly name: string;
  readonly description: string;
  readonly implies: readonly string[];
  /** A role without which the scope is worth nothing. */
  readonly role?: string;
}
