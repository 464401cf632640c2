import standaloneModule from 'ajv/dist/standalone/index.js';
import { addReached, asObject } from './check/add-reached.ts';
import { createChecker } from './check/checker.ts';
import { defaultExport } from './check/default-export.ts';
import { DefinitionRegistry } from './check/definition-registry.ts';
import type { Projection } from './check/projection.ts';
import { InvalidSchema, toInvalidSchema } from './invalid-schema.ts';
import type { Definitions, Schema } from './schema.ts';
import { tidyModule } from './standalone/tidy-module.ts';

/** One check to export from a standalone module. */
export interface StandaloneEntry {
  /** The name of the export: a JavaScript identifier. */
  readonly name: string;
  readonly schema: Schema;
  /** @default undefined: `readOnly` and `writeOnly` properties are plain ones */
  readonly projection?: Projection | undefined;
}

export interface StandaloneOptions {
  /** The module specifier under which the standalone module finds what `./check-runtime` exports. */
  readonly runtimeModule: string;
}

/**
 * Writes checks as the text of one ES module that exports each entry's `name` as a `CompiledCheck`.
 *
 * The module evaluates no code at run time and imports only `runtimeModule`. A shared schema is written once, or
 * once for each projection under which it means something else. The same input gives the same text. Text from
 * schemas stands in it as string literals only.
 *
 * @throws InvalidSchema when a schema cannot be compiled, or a name is no identifier or is there twice.
 */
export function compileStandalone(
  entries: readonly StandaloneEntry[],
  definitions: Definitions,
  options: StandaloneOptions,
): string {
  checkNames(entries);
  const registry = new DefinitionRegistry(definitions);
  try {
    const closures = entries.map((entry) => registry.closure(entry.schema, entry.projection));
    const checker = createChecker({
      keepSource: true,
      tracksEvaluation: closures.some((closure) => closure.tracksEvaluation),
    });
    for (const closure of closures) addReached(checker, closure);
    const exported = closures.map(({ root }, index): [string, string] => {
      const name = entries[index]?.name ?? '';
      const key = `plumbline://entries/${name}`;
      checker.addSchema(asObject(root.schema), key);
      return [name, key];
    });
    return tidyModule(
      defaultExport(standaloneModule)(checker, Object.fromEntries(exported)),
      options.runtimeModule,
    );
  } catch (error) {
    throw toInvalidSchema(error);
  }
}

const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;

function checkNames(entries: readonly StandaloneEntry[]): void {
  const seen = new Set<string>();
  for (const { name } of entries) {
    if (!IDENTIFIER.test(name)) throw new InvalidSchema(`"${name}" cannot name an export: use an identifier`);
    if (seen.has(name)) throw new InvalidSchema(`two checks are called "${name}"`);
    seen.add(name);
  }
}
