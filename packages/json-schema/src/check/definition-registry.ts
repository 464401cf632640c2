import type { Definitions, Schema } from '../schema.ts';
import { definitionUri, type PreparedSchema, SchemaPreparation } from './prepare-schema.ts';
import { type Projection, ProjectionReach } from './projection.ts';
import { Resources } from './resources.ts';
import { keyOf, type SchemaReference } from './schema-reference.ts';

/** A schema that others refer to, ready for the compiler. */
export interface ReferencedSchema extends PreparedSchema {
  readonly reference: SchemaReference;
}

/** A prepared schema with every schema it reaches, by key. */
export interface Closure {
  readonly root: PreparedSchema;
  readonly reached: ReadonlyMap<string, ReferencedSchema>;
  /** Whether `unevaluatedProperties` or `unevaluatedItems` occurs in any of them. */
  readonly tracksEvaluation: boolean;
}

/** Prepares schemas when they are first reached, each once. */
export class DefinitionRegistry {
  readonly #definitions: Definitions;
  readonly #reach: ProjectionReach;
  readonly #resources = new Resources();
  readonly #preparations = new Map<Projection | undefined, SchemaPreparation>();
  readonly #prepared = new Map<string, ReferencedSchema>();
  #entries = 0;

  /** @param documents further documents that references may name by URI */
  constructor(definitions: Definitions, documents: Readonly<Record<string, Schema>> = {}) {
    this.#definitions = definitions;
    this.#reach = new ProjectionReach(definitions);
    for (const [uri, root] of Object.entries(documents)) this.#resources.add({ uri, root, owner: undefined });
    // A shared schema with an identity can be named by it from everywhere.
    for (const [name, root] of Object.entries(definitions)) {
      if (hasIdentity(root)) this.#resources.add({ uri: definitionUri(name), root, owner: name });
    }
  }

  /** The schema and all it reaches, in the order they are reached. */
  closure(schema: Schema, projection: Projection | undefined): Closure {
    this.#entries += 1;
    const resource = this.#resources.add({
      uri: `plumbline://entries/${this.#entries}/`,
      root: schema,
      owner: undefined,
    });
    const place = { schema, resource, pointer: '' };
    const root = this.#preparation(projection).prepare({ place, scope: new Map() });
    const reached = new Map<string, ReferencedSchema>();
    const waiting = [...root.references];
    for (let reference = waiting.shift(); reference; reference = waiting.shift()) {
      const key = keyOf(reference);
      if (reached.has(key)) continue;
      const prepared = this.#prepare(key, reference);
      reached.set(key, prepared);
      waiting.push(...prepared.references);
    }
    const tracksEvaluation = [root, ...reached.values()].some((prepared) => prepared.tracksEvaluation);
    return { root, reached, tracksEvaluation };
  }

  #prepare(key: string, reference: SchemaReference): ReferencedSchema {
    const known = this.#prepared.get(key);
    if (known) return known;
    const preparation = this.#preparation(reference.projection);
    const place =
      reference.kind === 'place'
        ? reference.place
        : this.#definitionPlace(reference.name, preparation, reference.variant);
    const prepared = { ...preparation.prepare({ place, scope: reference.scope }), reference };
    this.#prepared.set(key, prepared);
    return prepared;
  }

  #definitionPlace(name: string, preparation: SchemaPreparation, variant: 'plain' | 'descendants') {
    const isPlain = variant === 'plain';
    const schema = isPlain ? (this.#definitions[name] ?? false) : preparation.withDescendants(name);
    const uri = isPlain ? definitionUri(name) : `${definitionUri(name)}/descendants`;
    return { schema, resource: this.#resources.add({ uri, root: schema, owner: name }), pointer: '' };
  }

  #preparation(projection: Projection | undefined): SchemaPreparation {
    const known = this.#preparations.get(projection);
    if (known) return known;
    const preparation = new SchemaPreparation({
      definitions: this.#definitions,
      projection,
      reach: this.#reach,
      resources: this.#resources,
    });
    this.#preparations.set(projection, preparation);
    return preparation;
  }
}

function hasIdentity(schema: Schema): boolean {
  return typeof schema === 'object' && JSON.stringify(schema).includes('"$id"');
}
