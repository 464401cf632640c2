import { parsePointer } from '@plumbline/json-schema/json-pointer';

/** Words of a pointer that say where a schema stands but not what it is. */
const structural = new Set([
  'components',
  'schemas',
  'paths',
  'properties',
  'content',
  'schema',
  'parameters',
  'responses',
  'requestBodies',
  '$defs',
  'definitions',
]);

/**
 * Gives each referenced schema a name of `[A-Za-z0-9._-]`, so that `#/$defs/<name>` needs no
 * escaping and no name means something to JavaScript (`__proto__` becomes `_proto_`).
 */
export interface SchemaNames {
  /** The name of the schema at this pointer of the bundle; the same each time. */
  nameFor(pointer: string): string;
}

export function createSchemaNames(componentPointers: readonly string[]): SchemaNames {
  const byPointer = new Map<string, string>();
  const taken = new Set<string>();

  const take = (pointer: string, wanted: string): string => {
    let name = wanted;
    for (let n = 2; taken.has(name); n += 1) name = `${wanted}_${n}`;
    taken.add(name);
    byPointer.set(pointer, name);
    return name;
  };

  // Components whose names are fit to use keep them, whatever else wants the same name.
  const named = componentPointers.map((pointer) => ({ pointer, last: parsePointer(pointer)?.at(-1) ?? '' }));
  for (const { pointer, last } of named) if (safeName(last) === last) take(pointer, last);
  for (const { pointer, last } of named) if (safeName(last) !== last) take(pointer, safeName(last));

  return { nameFor: (pointer) => byPointer.get(pointer) ?? take(pointer, derivedName(pointer)) };
}

function derivedName(pointer: string): string {
  const telling = (parsePointer(pointer) ?? []).filter((token) => !structural.has(token));
  return safeName(telling.map(safeName).join('_'));
}

function safeName(text: string): string {
  const name = text
    .replaceAll(/[^A-Za-z0-9._-]+/g, '_')
    .replaceAll(/^__+|__+$/g, '_')
    .slice(0, 100);
  return name === '' || name === '_' ? 'schema' : name;
}
