import { addReached } from './check/add-reached.ts';
import { createChecker } from './check/checker.ts';
import { DefinitionRegistry } from './check/definition-registry.ts';
import type { Projection } from './check/projection.ts';
import type { CompiledCheck } from './compiled-check.ts';
import { toInvalidSchema } from './invalid-schema.ts';
import type { Definitions, Schema, SchemaObject } from './schema.ts';

export interface ChecksOptions {
  /**
   * `'request'`: a required `readOnly` property is not required. `'response'`: a required `writeOnly` property is
   * not required, and one that is present is a problem.
   *
   * @default undefined: both are plain properties
   */
  readonly projection?: Projection | undefined;
  /**
   * Further documents that `$ref` may name by URI. Nothing is ever fetched: a URI that is not here is an error.
   *
   * @default {}
   */
  readonly resources?: Readonly<Record<string, Schema>> | undefined;
}

export interface Checks {
  /**
   * The check of a schema, compiled at the first call and kept for the schema object.
   *
   * @throws InvalidSchema when the schema, or one it refers to, cannot be compiled.
   */
  compile(schema: Schema): CompiledCheck;
}

/**
 * Checks over shared definitions for tools that read a description while they run. It compiles with `new Function`;
 * for servers, `compileStandalone` writes the same checks as a module.
 */
export function createChecks(definitions: Definitions, options: ChecksOptions = {}): Checks {
  const registry = new DefinitionRegistry(definitions, options.resources);
  const checker = createChecker({ keepSource: false, tracksEvaluation: true });
  const compiled = new WeakMap<SchemaObject, CompiledCheck>();

  function compileNew(schema: Schema): CompiledCheck {
    try {
      const closure = registry.closure(schema, options.projection);
      addReached(checker, closure);
      return checker.compile(closure.root.schema);
    } catch (error) {
      throw toInvalidSchema(error);
    }
  }

  return {
    compile(schema) {
      if (typeof schema === 'boolean') return compileNew(schema);
      const known = compiled.get(schema);
      if (known) return known;
      const check = compileNew(schema);
      compiled.set(schema, check);
      return check;
    },
  };
}
