import { dereference, entriesOf, isRecord, own } from '../document-node.ts';

/**
 * Which enums may gain members: those of several texts or numbers, unless they tell the alternatives of a union
 * apart. With another member, such a one would no longer do that.
 */
export interface OpenEnums {
  /** The type of the members, `undefined` where the enum stays closed. */
  typeOf(schema: unknown): 'string' | 'number' | undefined;
}

export function findOpenEnums(document: unknown): OpenEnums {
  const closed = new Set<unknown>();
  const pending: unknown[] = [document];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (typeof node !== 'object' || node === null) continue;
    if (isRecord(node)) for (const tag of tagsOf(document, node)) closed.add(tag);
    pending.push(...Object.values(node).filter((value) => typeof value === 'object' && value !== null));
  }
  return { typeOf: (schema) => (closed.has(schema) ? undefined : memberType(schema)) };
}

function memberType(schema: unknown): 'string' | 'number' | undefined {
  const members = valuesOf(schema)?.filter((member) => member !== null) ?? [];
  if (new Set(members).size < 2) return undefined;
  if (members.every((member) => typeof member === 'string')) return 'string';
  return members.every((member) => typeof member === 'number') ? 'number' : undefined;
}

/** The members of `enum`, or the constants of a `oneOf` that lists nothing else. */
function valuesOf(schema: unknown): readonly unknown[] | undefined {
  const listed = own(schema, 'enum');
  if (Array.isArray(listed)) return listed;
  const alternatives = own(schema, 'oneOf');
  if (
    !Array.isArray(alternatives) ||
    !alternatives.every((one) => isRecord(one) && Object.hasOwn(one, 'const'))
  )
    return undefined;
  return alternatives.map((one) => own(one, 'const'));
}

/** The schemas of the properties that tell the alternatives of a union apart. */
function tagsOf(document: unknown, node: Record<string, unknown>): readonly unknown[] {
  const declared = own(own(node, 'discriminator'), 'propertyName');
  const alternatives = [own(node, 'oneOf'), own(node, 'anyOf')].flatMap((list) =>
    Array.isArray(list) ? list : [],
  );
  if (alternatives.length < 2 && typeof declared !== 'string') return [];
  const properties = [node, ...alternatives].flatMap((one) => propertiesOf(document, one));
  const byName = Map.groupBy(properties, ([name]) => name);
  return [...byName].flatMap(([name, found]) => {
    const schemas = found.map(([, schema]) => schema);
    return name === declared || tellsApart(schemas) ? schemas : [];
  });
}

/** Whether no value is one of all: a state that all alternatives have tells nothing of which one it is. */
function tellsApart(schemas: readonly unknown[]): boolean {
  const listed = schemas.map(listedValues).filter((values) => values !== undefined);
  const [first, ...others] = listed.map((values) => new Set(values));
  return (
    first !== undefined &&
    others.length > 0 &&
    ![...first].some((value) => others.every((set) => set.has(value)))
  );
}

function listedValues(schema: unknown): readonly unknown[] | undefined {
  return isRecord(schema) && Object.hasOwn(schema, 'const') ? [schema.const] : valuesOf(schema);
}

/** Compositions that are looked into; one that refers to itself is deeper. */
const MAX_DEPTH = 5;

/** The properties of a schema and of what it is composed of, references followed. */
function propertiesOf(
  document: unknown,
  schema: unknown,
  depth = 0,
): readonly (readonly [string, unknown])[] {
  const node = dereference(document, schema)?.node;
  if (node === undefined || depth > MAX_DEPTH) return [];
  const all = own(node, 'allOf');
  return [
    ...entriesOf(own(node, 'properties')).map(
      ([name, property]) => [name, dereference(document, property)?.node] as const,
    ),
    ...(Array.isArray(all) ? all.flatMap((part) => propertiesOf(document, part, depth + 1)) : []),
  ];
}
