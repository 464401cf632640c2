import type { Definitions, Schema } from '../schema.ts';
import { definitionKey } from './definition-key.ts';
import { type DefinitionReference, type PreparedSchema, SchemaPreparation } from './prepare-schema.ts';
import { type Projection, ProjectionReach } from './projection.ts';

/** A prepared schema with every shared schema it reaches. */
export interface Closure {
  readonly root: PreparedSchema;
  readonly definitions: ReadonlyMap<string, PreparedSchema & { readonly reference: DefinitionReference }>;
}

/** Prepares shared schemas when they are first reached, each once. */
export class DefinitionRegistry {
  readonly #definitions: Definitions;
  readonly #reach: ProjectionReach;
  readonly #preparations = new Map<Projection | undefined, SchemaPreparation>();
  readonly #prepared = new Map<string, PreparedSchema & { readonly reference: DefinitionReference }>();

  constructor(definitions: Definitions) {
    this.#definitions = definitions;
    this.#reach = new ProjectionReach(definitions);
  }

  /** The schema and all it reaches, in the order they are reached. */
  closure(schema: Schema, projection: Projection | undefined): Closure {
    const root = this.#preparation(projection).prepare(schema);
    const definitions = new Map<string, PreparedSchema & { readonly reference: DefinitionReference }>();
    const waiting = [...root.references];
    for (let reference = waiting.shift(); reference; reference = waiting.shift()) {
      const key = definitionKey(reference);
      if (definitions.has(key)) continue;
      const prepared = this.#definition(key, reference);
      definitions.set(key, prepared);
      waiting.push(...prepared.references);
    }
    return { root, definitions };
  }

  #definition(key: string, reference: DefinitionReference) {
    const known = this.#prepared.get(key);
    if (known) return known;
    const prepared = { ...this.#preparation(reference.projection).prepareDefinition(reference), reference };
    this.#prepared.set(key, prepared);
    return prepared;
  }

  #preparation(projection: Projection | undefined): SchemaPreparation {
    const known = this.#preparations.get(projection);
    if (known) return known;
    const preparation = new SchemaPreparation(this.#definitions, projection, this.#reach);
    this.#preparations.set(projection, preparation);
    return preparation;
  }
}
