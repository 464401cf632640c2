import type { Definitions, Schema, SchemaObject } from '@plumbline/json-schema';
import { definition, dereference, escapeToken, referenceName } from './references.ts';

/** A schema somewhere inside another one, and where its values stand. */
export interface SchemaPlace {
  /** JSON Pointer into the value; `*` stands for any item of an array and any free member of an object. */
  readonly pointer: string;
  readonly schema: SchemaObject;
  /** The branches of unions that lead here, the outermost first. Empty outside of unions. */
  readonly branches: readonly Branch[];
  /** Set for a schema that is a branch of a union itself. */
  readonly isBranch: boolean;
  /** JSON Pointer to the schema, where `$ref` leads to `/$defs/<name>`. */
  readonly schemaPath: string;
  /** For each token of the pointer the schema that values of the place before are made of, the root first. */
  readonly trail: readonly Schema[];
  /** Whether the object that holds this value needs it. */
  readonly isRequired: boolean;
}

export interface Branch {
  /** Where the value of the union stands. */
  readonly pointer: string;
  /** `oneOf=1` for the second branch. */
  readonly label: string;
}

/** The properties with this mark have no place in the values. */
export type HiddenMark = 'readOnly' | 'writeOnly';

/** Schemas below this depth are left to the places above them. */
const maxDepth = 6;
/** Of a larger union each branch is a value like another, and what is inside it is not looked at. */
const mostBranches = 6;
/** Unions of unions multiply: what lies behind so many places is not looked at. */
const mostPlaces = 600;

/** The schema and those inside it, in the order they are written; references are followed, each once on a way down. */
export function schemaPlaces(
  schema: Schema,
  definitions: Definitions,
  hidden: HiddenMark = 'readOnly',
): readonly SchemaPlace[] {
  const walk = new Walk(definitions, hidden);
  const start = { pointer: '', schemaPath: '', branches: [], isBranch: false, trail: [schema] };
  walk.visit(schema, { ...start, isRequired: true, depth: 0, entered: new Set() });
  return walk.found;
}

interface Position extends Omit<SchemaPlace, 'schema'> {
  readonly depth: number;
  readonly entered: ReadonlySet<string>;
}

class Walk {
  readonly found: SchemaPlace[] = [];
  readonly #definitions: Definitions;
  readonly #hidden: HiddenMark;
  readonly #visited = new Set<string>();

  constructor(definitions: Definitions, hidden: HiddenMark) {
    this.#definitions = definitions;
    this.#hidden = hidden;
  }

  visit(schema: Schema, at: Position): void {
    if (typeof schema === 'boolean' || at.depth > maxDepth || this.found.length >= mostPlaces) return;
    // Branches share schemas: what one of them says of a place in the value is said once.
    const key = `${at.pointer} ${at.schemaPath}`;
    if (this.#visited.has(key)) return;
    this.#visited.add(key);
    const { depth: _, entered: __, ...place } = at;
    this.found.push({ ...place, schema });
    this.#visitReference(schema, at);
    for (const [index, part] of schemaList(schema.allOf).entries())
      this.visit(part, { ...at, isBranch: false, schemaPath: `${at.schemaPath}/allOf/${index}` });
    for (const keyword of ['oneOf', 'anyOf'] as const) this.#visitBranches(schema, keyword, at);
    this.#visitMembers(schema, at);
  }

  #visitReference(schema: SchemaObject, at: Position): void {
    const name = referenceName(schema);
    const target = name === undefined ? undefined : definition(name, this.#definitions);
    if (name === undefined || target === undefined || at.entered.has(name)) return;
    const schemaPath = `/$defs/${escapeToken(name)}`;
    this.visit(target, { ...at, schemaPath, entered: new Set([...at.entered, name]) });
  }

  #visitBranches(schema: SchemaObject, keyword: 'oneOf' | 'anyOf', at: Position): void {
    const branches = schemaList(schema[keyword]);
    if (branches.length > mostBranches) return;
    for (const [index, branch] of branches.entries()) {
      this.visit(branch, {
        ...at,
        isBranch: true,
        schemaPath: `${at.schemaPath}/${keyword}/${index}`,
        branches: [...at.branches, { pointer: at.pointer, label: `${keyword}=${index}` }],
        trail: [...at.trail.slice(0, -1), withSiblings(schema, branch)],
      });
    }
  }

  #visitMembers(schema: SchemaObject, at: Position): void {
    const required = new Set(Array.isArray(schema.required) ? schema.required : []);
    for (const [name, property] of Object.entries(asObject(schema.properties) ?? {})) {
      if (!isSchema(property) || this.isHidden(property)) continue;
      this.visit(property, {
        ...below(at, escapeToken(name), property),
        schemaPath: `${at.schemaPath}/properties/${escapeToken(name)}`,
        isRequired: required.has(name),
      });
    }
    for (const keyword of ['items', 'additionalProperties'] as const) {
      const inner = schema[keyword];
      if (isSchema(inner) && typeof inner === 'object')
        this.visit(inner, { ...below(at, '*', inner), schemaPath: `${at.schemaPath}/${keyword}` });
    }
  }

  isHidden(schema: Schema): boolean {
    if (typeof schema === 'boolean') return false;
    if (schema[this.#hidden] === true) return true;
    const target = dereference(schema, this.#definitions);
    return typeof target === 'object' && target[this.#hidden] === true;
  }
}

const ownKeywords: ReadonlySet<string> = new Set(['oneOf', 'anyOf', 'discriminator', 'title', 'description']);
const combined = new WeakMap<SchemaObject, Schema>();

/** A branch with what stands beside the union; the same object each time, since what is compiled of it is kept. */
function withSiblings(union: SchemaObject, branch: Schema): Schema {
  const isAlone = Object.keys(union).every((keyword) => ownKeywords.has(keyword));
  if (isAlone || typeof branch === 'boolean') return branch;
  const schema = combined.get(branch) ?? { allOf: [union, branch] };
  combined.set(branch, schema);
  return schema;
}

function below(at: Position, token: string, schema: Schema): Position {
  return {
    ...at,
    pointer: `${at.pointer}/${token}`,
    trail: [...at.trail, schema],
    depth: at.depth + 1,
    isBranch: false,
    isRequired: false,
  };
}

/** Whether a property has no place in a request. */
export function isReadOnly(schema: Schema, definitions: Definitions): boolean {
  return new Walk(definitions, 'readOnly').isHidden(schema);
}

export const asObject = (value: unknown): Readonly<Record<string, unknown>> | undefined =>
  // A non-null object that is no array has string keys.
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined;

export const isSchema = (value: unknown): value is Schema =>
  typeof value === 'boolean' || asObject(value) !== undefined;

export const schemaList = (value: unknown): readonly Schema[] =>
  Array.isArray(value) ? value.filter((part) => isSchema(part)) : [];
