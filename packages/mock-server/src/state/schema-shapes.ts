import type { Definitions, Schema } from '@plumbline/json-schema';
import { definitionOf } from '@plumbline/openapi';
import { asList, isObject, type JsonObject, member } from '../json.ts';

/** What a schema says of the value's outside: read through references and every composition. */
export interface SchemaShape {
  /** Everything that says something of the value itself, the schema first. */
  readonly parts: readonly JsonObject[];
  readonly types: ReadonlySet<string>;
  /** Each description of a property, by its name. */
  readonly properties: ReadonlyMap<string, readonly Schema[]>;
  /** Without those that only a branch asks for. */
  readonly required: ReadonlySet<string>;
  readonly items: readonly Schema[];
  /** Whether properties beside the named ones are part of what is described, as in a map. */
  readonly isMap: boolean;
}

/** Compositions inside each other further down are left out. */
const MAX_PARTS = 400;

/** Longer chains of references to references are circles. */
const MAX_REFERENCES = 20;

/** Beside a reference these change nothing. */
const NOTES = new Set(['$ref', 'title', 'description', 'summary']);

const isBareReference = (schema: Schema): schema is JsonObject =>
  isObject(schema) && Object.hasOwn(schema, '$ref') && Object.keys(schema).every((name) => NOTES.has(name));

/** Reads shapes of the schemas of one description; each schema is read once. */
export class SchemaShapes {
  readonly #definitions: Definitions;
  readonly #known = new WeakMap<JsonObject, SchemaShape>();
  readonly #together = new WeakMap<readonly Schema[], SchemaShape>();

  constructor(definitions: Definitions) {
    this.#definitions = definitions;
  }

  of(schema: Schema | undefined): SchemaShape {
    if (!isObject(schema)) return NO_SHAPE;
    const known = this.#known.get(schema) ?? this.#read([schema]);
    this.#known.set(schema, known);
    return known;
  }

  /** What a schema stands for that is a reference and says nothing of values beside it; else the schema itself. */
  target(schema: Schema): Schema {
    let target = schema;
    for (let steps = 0; steps < MAX_REFERENCES && isBareReference(target); steps += 1) {
      const next = definitionOf(target.$ref, this.#definitions);
      if (!isSchema(next)) return target;
      target = next;
    }
    return target;
  }

  /** Of what several schemas say together. */
  ofAll(schemas: readonly Schema[]): SchemaShape {
    if (schemas.length < 2) return this.of(schemas[0]);
    // The lists that shapes hold stay the same, so one that was read is known by itself.
    const known = this.#together.get(schemas) ?? this.#read(schemas.filter(isObject));
    this.#together.set(schemas, known);
    return known;
  }

  /** Of a property, however many branches describe it. */
  property(shape: SchemaShape, name: string): SchemaShape {
    return this.ofAll(shape.properties.get(name) ?? NONE);
  }

  #read(schemas: readonly JsonObject[]): SchemaShape {
    const { parts, certain } = this.#collect(schemas);
    const properties = new Map<string, Schema[]>();
    for (const part of parts) {
      const named = member(part, 'properties');
      for (const [name, schema] of Object.entries(isObject(named) ? named : {})) {
        if (isSchema(schema)) properties.set(name, [...(properties.get(name) ?? []), schema]);
      }
    }
    return {
      parts,
      properties,
      types: new Set(parts.flatMap(typesOf)),
      required: new Set(certain.flatMap((part) => asList(member(part, 'required'))).filter(isText)),
      items: parts.map((part) => member(part, 'items')).filter(isSchema),
      isMap: parts.some(
        (part) =>
          isObject(member(part, 'additionalProperties')) || isObject(member(part, 'patternProperties')),
      ),
    };
  }

  /** `certain` are the parts that hold whatever branch the value takes. */
  #collect(schemas: readonly JsonObject[]): {
    readonly parts: readonly JsonObject[];
    readonly certain: readonly JsonObject[];
  } {
    const certain = new Set(schemas);
    for (const part of certain) {
      if (certain.size > MAX_PARTS) break;
      for (const next of this.#joined(part)) certain.add(next);
    }
    const parts = new Set(certain);
    for (const part of parts) {
      if (parts.size > MAX_PARTS) break;
      const branches = ['oneOf', 'anyOf'].flatMap((keyword) => asList(member(part, keyword)));
      for (const next of [...branches.filter(isObject), ...this.#joined(part)]) parts.add(next);
    }
    return { parts: [...parts], certain: [...certain] };
  }

  #joined(part: JsonObject): readonly JsonObject[] {
    const target = definitionOf(member(part, '$ref'), this.#definitions);
    return [target, ...asList(member(part, 'allOf'))].filter(isObject);
  }
}

const NONE: readonly Schema[] = [];

const NO_SHAPE: SchemaShape = {
  parts: [],
  types: new Set(),
  properties: new Map(),
  required: new Set(),
  items: [],
  isMap: false,
};

function typesOf(part: JsonObject): readonly string[] {
  const declared = [member(part, 'type')].flat().filter(isText);
  if (declared.length > 0) return declared;
  if (isObject(member(part, 'properties'))) return ['object'];
  return member(part, 'items') === undefined ? [] : ['array'];
}

export const isSchema = (value: unknown): value is Schema => typeof value === 'boolean' || isObject(value);

const isText = (value: unknown): value is string => typeof value === 'string';

/** Whether any part says `keyword: true`, as `readOnly` is said. */
export const says = (shape: SchemaShape, keyword: string): boolean =>
  shape.parts.some((part) => member(part, keyword) === true);

/** The first value of a keyword among the parts. */
export const firstOf = (shape: SchemaShape, keyword: string): unknown =>
  shape.parts.map((part) => member(part, keyword)).find((value) => value !== undefined);
