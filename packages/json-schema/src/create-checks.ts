import { addReached } from './check/add-reached.ts';
import { type Checker, createChecker } from './check/checker.ts';
import { type Closure, DefinitionRegistry } from './check/definition-registry.ts';
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
 *
 * Checks over the same definitions object share what they compile of it, so it must not change.
 */
export function createChecks(
  definitions: Definitions,
  { projection, resources }: ChecksOptions = {},
): Checks {
  const compile = resources ? createCompiler(definitions, resources) : compilerFor(definitions);
  const compiled = new WeakMap<SchemaObject, CompiledCheck>();
  return {
    compile(schema) {
      if (typeof schema === 'boolean') return compile(schema, projection);
      const check = compiled.get(schema) ?? compile(schema, projection);
      compiled.set(schema, check);
      return check;
    },
  };
}

type Compiler = (schema: Schema, projection: Projection | undefined) => CompiledCheck;

const compilers = new WeakMap<Definitions, Compiler>();

function compilerFor(definitions: Definitions): Compiler {
  const compiler = compilers.get(definitions) ?? createCompiler(definitions, {});
  compilers.set(definitions, compiler);
  return compiler;
}

/** Compiles a shared schema once, or once for each projection under which it means something else. */
function createCompiler(definitions: Definitions, resources: Readonly<Record<string, Schema>>): Compiler {
  const registry = new DefinitionRegistry(definitions, resources);
  const checkers = new Map<boolean, Checker>();

  /** Few schemas need what was evaluated tracked, and it makes checks longer. */
  function checkerOf({ tracksEvaluation }: Closure): Checker {
    const checker = checkers.get(tracksEvaluation) ?? createChecker({ keepSource: false, tracksEvaluation });
    checkers.set(tracksEvaluation, checker);
    return checker;
  }

  return (schema, projection) => {
    try {
      const closure = registry.closure(schema, projection);
      const checker = checkerOf(closure);
      addReached(checker, closure);
      return checker.compile(closure.root.schema);
    } catch (error) {
      throw toInvalidSchema(error);
    }
  };
}
