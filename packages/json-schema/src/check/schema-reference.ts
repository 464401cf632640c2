import { escapeToken } from '../json-pointer.ts';
import type { Projection } from './projection.ts';
import type { DynamicScope, Place } from './resources.ts';

/** What a prepared schema refers to. */
export type SchemaReference = DefinitionReference | PlaceReference;

/** A shared schema: as it stands, or as a base of which one of the descendants is meant. */
export interface DefinitionReference {
  readonly kind: 'definition';
  readonly name: string;
  readonly variant: 'plain' | 'descendants';
  /** Undefined when the schema is the same under every projection. */
  readonly projection: Projection | undefined;
  readonly scope: DynamicScope;
}

/** A schema somewhere in a document. */
export interface PlaceReference {
  readonly kind: 'place';
  readonly place: Place;
  readonly projection: Projection | undefined;
  readonly scope: DynamicScope;
}

/**
 * The URI under which a schema is known to the compiler: one for each schema, projection and dynamic scope. Only
 * letters, digits and `-` of a document's names stand in it as they are, so that no name can change meaning by URI
 * normalisation.
 */
export function keyOf(reference: SchemaReference): string {
  const scope = [...reference.scope]
    .map(([anchor, resource]) => `/${encode(anchor)}/${encode(resource.uri)}`)
    .sort()
    .join('');
  const projection = reference.projection ?? 'any';
  if (reference.kind === 'definition') {
    return `plumbline://${reference.variant}/${projection}/${encode(reference.name)}${scope}`;
  }
  const { resource, pointer } = reference.place;
  return `plumbline://place/${projection}/${encode(resource.document.uri)}/${encode(pointer)}${scope}`;
}

/** The start of the schema paths of errors in it. */
export function schemaPathOf(reference: SchemaReference): string {
  if (reference.kind === 'definition') return `#/$defs/${fragmentToken(escapeToken(reference.name))}`;
  const { resource, pointer } = reference.place;
  const { owner } = resource.document;
  const start = owner === undefined ? '#' : `#/$defs/${fragmentToken(escapeToken(owner))}`;
  return start + pointer.split('/').map(fragmentToken).join('/');
}

function fragmentToken(token: string): string {
  return encodeURIComponent(token.toWellFormed());
}

function encode(text: string): string {
  return text.replace(/[^A-Za-z0-9-]/gu, (character) => `_${character.codePointAt(0)?.toString(16)}_`);
}
