import type { NormalizedNodeType } from '@redocly/openapi-core';
import { isObject } from '../json-object.ts';
import { isMappingRef } from './redocly-parts.ts';

/**
 * What a value of a description is, by Redocly's tables of the specification. They decide where a `$ref`
 * is a reference and where it is only data, such as inside of an example or `enum`.
 */
export type NodeType = NormalizedNodeType;

/** A part the tables do not know; references in it are followed all the same. */
const unknownType: NodeType = { name: 'unknown', properties: {} };

/** A value that is no object by the specification, such as a description: `{ $ref: ./intro.md }` stands for it. */
export const scalarType: NodeType = { name: 'scalar', properties: {} };

const extensionType: NodeType = { name: 'SpecExtension', properties: {} };

export type Child =
  | { readonly kind: 'node'; readonly type: NodeType }
  /** A text that is itself a reference to a node of this type, as in a discriminator's mapping. */
  | { readonly kind: 'reference'; readonly type: NodeType }
  | { readonly kind: 'data' };

const data: Child = { kind: 'data' };

/** What the member `name` of an object of `type` is. */
export function memberOf(type: NodeType, name: string, value: unknown): Child {
  let found: unknown = Object.hasOwn(type.properties, name) ? type.properties[name] : undefined;
  const isExtension = type.extensionsPrefix !== undefined && name.startsWith(type.extensionsPrefix);
  if (found === undefined && !isExtension) found = type.additionalProperties;
  if (typeof found === 'function') found = found(value, name);
  if (found === undefined) return child(isExtension ? extensionType : unknownType, value);
  return child(found, value);
}

/** What the items of an array of `type` are. */
export function itemOf(type: NodeType, index: number, value: unknown): Child {
  let found: unknown = type.items;
  if (typeof found === 'function') found = found(value, String(index));
  const isOpen = type.name === unknownType.name || type.name === extensionType.name;
  if (found === undefined) return isOpen ? child(unknownType, value) : data;
  return child(found, value);
}

/** Redocly's tables say a type by an object with `name`, a text to resolve by `directResolveAs`, data by anything else. */
function child(found: unknown, value: unknown): Child {
  if (isType(found))
    return typeof value === 'object' && value !== null ? { kind: 'node', type: found } : data;
  if (typeof found !== 'object' || found === null) return data;
  if ('directResolveAs' in found && isType(found.directResolveAs)) {
    return typeof value === 'string' && isMappingRef(value)
      ? { kind: 'reference', type: found.directResolveAs }
      : data;
  }
  const isResolvable = !('resolvable' in found) || found.resolvable !== false;
  return isResolvable && isReference(value) ? { kind: 'node', type: scalarType } : data;
}

const isType = (found: unknown): found is NodeType =>
  typeof found === 'object' && found !== null && 'name' in found && typeof found.name === 'string';

export interface ReferenceObject {
  readonly $ref: string;
  readonly [name: string]: unknown;
}

export const isReference = (value: unknown): value is ReferenceObject =>
  isObject(value) && Object.hasOwn(value, '$ref') && typeof value.$ref === 'string';
