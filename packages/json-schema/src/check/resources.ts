import { decodeToken, escapeToken } from '../json-pointer.ts';
import { isObject } from '../json-values.ts';
import { schemaListKeywords, schemaMapKeywords, singleSchemaKeywords } from '../keywords.ts';

/** A whole schema that others stand in: one that is checked, a shared one, or one known by its URI. */
export interface SchemaDocument {
  readonly uri: string;
  readonly root: unknown;
  /** The name of the shared schema it is. */
  readonly owner: string | undefined;
}

/** A schema with an identity of its own (JSON Schema Core, section 4.3.5): a document, or a part of one with `$id`. */
export interface Resource {
  readonly uri: string;
  readonly root: unknown;
  readonly document: SchemaDocument;
  /** JSON Pointer to it in its document. */
  readonly pointer: string;
  readonly anchors: Map<string, Place>;
  /** Those of the anchors that `$dynamicRef` may be redirected to. */
  readonly dynamicAnchors: Map<string, Place>;
}

/** A schema and where it stands. */
export interface Place {
  readonly schema: unknown;
  readonly resource: Resource;
  /** JSON Pointer in the document. */
  readonly pointer: string;
}

/** Which resource a dynamic anchor means: the first one with it on the way (Core, section 8.2.3.2). */
export type DynamicScope = ReadonlyMap<string, Resource>;

/** The scope inside of a resource that is entered from another scope. */
export function enterResource(scope: DynamicScope, resource: Resource): DynamicScope {
  const added = [...resource.dynamicAnchors.keys()].filter((name) => !scope.has(name));
  if (added.length === 0) return scope;
  return new Map([...scope, ...added.map((name): [string, Resource] => [name, resource])]);
}

/** All resources that are known, by URI. Nothing is ever fetched. */
export class Resources {
  readonly #byUri = new Map<string, Resource>();

  /** Takes a document in, with every resource and anchor in it. */
  add(document: SchemaDocument): Resource {
    const known = this.#byUri.get(document.uri);
    if (known && known.root === document.root) return known;
    const resource = this.#resource(document.uri, document.root, document, '');
    const id = isObject(document.root) ? document.root.$id : undefined;
    const named =
      typeof id === 'string'
        ? this.#resource(resolveUri(id, document.uri) ?? document.uri, document.root, document, '')
        : resource;
    this.#byUri.set(document.uri, named);
    this.#index(document.root, named, '', true);
    return named;
  }

  find(uri: string): Resource | undefined {
    return this.#byUri.get(uri);
  }

  /** What a reference in a resource points to; undefined when that is not known here. */
  resolve(reference: string, from: Resource): Place | undefined {
    const [location = '', fragment = ''] = splitFragment(reference);
    const uri = location === '' ? from.uri : resolveUri(location, from.uri);
    const resource = location === '' ? from : this.#byUri.get(uri ?? '');
    if (!resource) return undefined;
    if (fragment === '') return { schema: resource.root, resource, pointer: resource.pointer };
    if (!fragment.startsWith('/')) return resource.anchors.get(decodeToken(fragment));
    return this.#walk(resource, fragment);
  }

  #walk(start: Resource, fragment: string): Place | undefined {
    let place: Place = { schema: start.root, resource: start, pointer: start.pointer };
    for (const token of fragment.split('/').slice(1)) {
      const name = decodeToken(token);
      const schema = memberOf(place.schema, name);
      if (schema === undefined) return undefined;
      const resource = this.resourceAt(schema, place.resource);
      place = {
        schema,
        resource,
        pointer: `${place.pointer}/${escapeToken(name)}`,
      };
    }
    return place;
  }

  /** The resource a schema is in: its own when it has an `$id`, else that of the schema around it. */
  resourceAt(schema: unknown, around: Resource): Resource {
    const id = isObject(schema) ? schema.$id : undefined;
    if (typeof id !== 'string') return around;
    const own = this.#byUri.get(resolveUri(id, around.uri) ?? '');
    return own && own.root === schema ? own : around;
  }

  #resource(uri: string, root: unknown, document: SchemaDocument, pointer: string): Resource {
    const resource = { uri, root, document, pointer, anchors: new Map(), dynamicAnchors: new Map() };
    this.#byUri.set(uri, resource);
    return resource;
  }

  #index(schema: unknown, around: Resource, pointer: string, isRoot = false): void {
    if (!isObject(schema)) return;
    const resource = isRoot ? around : this.#enter(schema, around, pointer);
    for (const keyword of ['$anchor', '$dynamicAnchor'] as const) {
      const name = schema[keyword];
      if (typeof name !== 'string') continue;
      resource.anchors.set(name, { schema, resource, pointer });
      if (keyword === '$dynamicAnchor') resource.dynamicAnchors.set(name, { schema, resource, pointer });
    }
    for (const [keyword, value] of Object.entries(schema)) {
      for (const [path, part] of subschemas(keyword, value))
        this.#index(part, resource, `${pointer}/${path}`);
    }
  }

  #enter(schema: Readonly<Record<string, unknown>>, around: Resource, pointer: string): Resource {
    const uri = typeof schema.$id === 'string' ? resolveUri(schema.$id, around.uri) : undefined;
    return uri === undefined ? around : this.#resource(uri, schema, around.document, pointer);
  }
}

/** The schemas under one keyword, with their JSON Pointer from the schema on. */
function subschemas(keyword: string, value: unknown): readonly (readonly [string, unknown])[] {
  if (singleSchemaKeywords.has(keyword)) return [[keyword, value]];
  if (schemaListKeywords.has(keyword) && Array.isArray(value))
    return value.map((part, index) => [`${keyword}/${index}`, part]);
  if (!schemaMapKeywords.has(keyword) || !isObject(value)) return [];
  return Object.entries(value).map(([name, part]) => [`${keyword}/${escapeToken(name)}`, part]);
}

function memberOf(value: unknown, token: string): unknown {
  if (Array.isArray(value)) return value[Number(token)];
  return isObject(value) && Object.hasOwn(value, token) ? value[token] : undefined;
}

function splitFragment(reference: string): readonly [string, string] {
  const index = reference.indexOf('#');
  return index < 0 ? [reference, ''] : [reference.slice(0, index), reference.slice(index + 1)];
}

/** The absolute URI without fragment; undefined when the two do not make one. */
function resolveUri(reference: string, base: string): string | undefined {
  return URL.parse(reference, base)?.href.replace(/#.*$/su, '');
}
