import type { Definitions, Schema, SchemaObject } from '@plumbline/json-schema';
import type { ApiModel, Operation } from '@plumbline/openapi';
import { isJsonMedia } from '../check/media-type.ts';
import { dereference } from '../plan/constraints.ts';
import type { Mint, MintOperation } from '../target.ts';
import type { ResourceMap } from './resource-map.ts';

/** How the API's own operations make credentials and take them back. */
export interface Minting {
  readonly create: Operation;
  readonly revoke?: Operation;
  /** The security scheme that the new secret serves. */
  readonly scheme: string;
  /** JSON Pointer to the secret in the answer. */
  readonly secret: string;
  /** The property of the request's body that takes the scopes. */
  readonly scopes: string;
}

/**
 * The operation that makes tokens, read from the description: it adds to a collection, its body has a list of the
 * scopes that a security scheme declares, and its answer has a secret. Undefined where none does.
 */
function inferMinting(model: ApiModel, map: ResourceMap): Minting | undefined {
  for (const create of model.operations) {
    if (!map.isCreate(create)) continue;
    const secret = secretProperty(create, model.schemas);
    const scopes = scopesProperty(create, model);
    const scheme = create.security[0]?.schemes.find(({ name }) => isScoped(model, name))?.name;
    if (secret === undefined || scopes === undefined || scheme === undefined) continue;
    const revoke = map.deleteOf(map.collectionOf(create));
    return { create, scheme, secret: `/${secret}`, scopes, ...(revoke ? { revoke } : {}) };
  }
  return undefined;
}

/** What a set-up names, else what the description tells. */
export const mintingOf = (
  model: ApiModel,
  map: ResourceMap,
  mint: Mint | MintOperation | undefined,
): Minting | undefined =>
  typeof mint === 'object' ? namedMinting(model, map, mint) : inferMinting(model, map);

/** As a set-up names it. */
function namedMinting(model: ApiModel, map: ResourceMap, named: MintOperation): Minting | undefined {
  const create = model.operations.find(({ id }) => id === named.operation);
  if (!create) return undefined;
  const scheme = named.scheme ?? create.security[0]?.schemes[0]?.name;
  const revoke =
    named.revoke === undefined
      ? map.deleteOf(map.collectionOf(create))
      : model.operations.find(({ id }) => id === named.revoke);
  const { secret = '/token', scopes = 'scopes' } = named;
  return scheme === undefined ? undefined : { create, scheme, secret, scopes, ...(revoke ? { revoke } : {}) };
}

const isScoped = ({ securitySchemes }: ApiModel, name: string): boolean =>
  securitySchemes.some((scheme) => scheme.name === name && scheme.scopes.length > 0);

const secretNames = /^(?:token|secret|access_?token|api_?key)$/i;

function secretProperty(create: Operation, definitions: Definitions): string | undefined {
  const schemas = create.responses
    .filter(({ status }) => /^2/.test(status))
    .flatMap(({ content }) => content.flatMap(({ schema }) => (schema === undefined ? [] : [schema])));
  const properties = schemas.flatMap((schema) => propertiesOf(schema, definitions));
  const revealed = properties.find(([, schema]) => schema['x-contract-reveal'] === 'once');
  return (revealed ?? properties.find(([name]) => secretNames.test(name)))?.[0];
}

/** The array whose items are limited to scopes that the description declares. */
function scopesProperty(create: Operation, model: ApiModel): string | undefined {
  const known = new Set(model.securitySchemes.flatMap(({ scopes }) => scopes.map(({ name }) => name)));
  const json = create.requestBody?.content.find(({ mediaType }) => isJsonMedia(mediaType));
  return propertiesOf(json?.schema ?? true, model.schemas).find(([, { items }]) => {
    const item = isSchema(items) ? dereference(items, model.schemas) : undefined;
    const members = typeof item === 'object' && Array.isArray(item.enum) ? item.enum : [];
    return members.length > 0 && members.every((member) => known.has(String(member)));
  })?.[0];
}

function propertiesOf(
  schema: Schema,
  definitions: Definitions,
): readonly (readonly [string, SchemaObject])[] {
  const target = dereference(schema, definitions);
  if (typeof target === 'boolean') return [];
  const parts = Array.isArray(target.allOf) ? target.allOf.filter(isSchema) : [];
  const own = typeof target.properties === 'object' && target.properties !== null ? target.properties : {};
  return [
    ...Object.entries(own).flatMap(([name, property]): (readonly [string, SchemaObject])[] => {
      const resolved = isSchema(property) ? dereference(property, definitions) : true;
      const beside = typeof property === 'object' ? property : {};
      return typeof resolved === 'object' ? [[name, { ...resolved, ...beside }]] : [];
    }),
    ...parts.flatMap((part) => propertiesOf(part, definitions)),
  ];
}

const isSchema = (value: unknown): value is Schema =>
  typeof value === 'boolean' || (typeof value === 'object' && value !== null && !Array.isArray(value));
