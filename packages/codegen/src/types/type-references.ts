import { parseFragmentPointer, parsePointer, toPointer } from '@plumbline/json-schema/json-pointer';
import { dereference, entriesOf, isRecord, nodeAt, own } from '../document-node.ts';
import type { ReportLoss } from '../loss.ts';
import { createNames, type Names, toComponentName } from '../names.ts';
import type { OpenEnums } from './open-enums.ts';
import type { Direction } from './type-schema.ts';

/**
 * Which component each reference of the description becomes. Every schema that something refers to
 * is a component of its own, wherever it stands; one that holds `readOnly` or `writeOnly`
 * properties or enums that are open, itself or further down, is two: what a client sends and what a server answers.
 */
export interface TypeReferences {
  /** The reference to write; `undefined`: it leads nowhere. */
  schema(reference: string, direction: Direction): string | undefined;
  /** The name of a component that is not a schema. */
  component(kind: string, name: string): string;
  markerOf(property: unknown): 'readOnly' | 'writeOnly' | undefined;
  /** The next schema to write that was referred to, in the order of the references. */
  next(): { readonly name: string; readonly schema: unknown; readonly direction: Direction } | undefined;
}

export function createTypeReferences(
  document: unknown,
  report: ReportLoss,
  openEnums: OpenEnums | undefined,
): TypeReferences {
  const names = new Map<string, Names>();
  const namesOf = (kind: string) => {
    const known = names.get(kind) ?? createNames(toComponentName);
    names.set(kind, known);
    return known;
  };
  const directional = findDirectional(document, openEnums);
  const seen = new Set<string>();
  const pending: { name: string; schema: unknown; direction: Direction }[] = [];
  let written = 0;

  return {
    schema(reference, direction) {
      const tokens = parseFragmentPointer(reference);
      const schema = tokens === undefined ? undefined : nodeAt(document, tokens);
      if (tokens === undefined || (!isRecord(schema) && typeof schema !== 'boolean')) {
        reportLost(reference, report);
        return undefined;
      }
      const pointer = toPointer(tokens);
      const isRequest = direction === 'request' && directional.has(pointer);
      const key = `${pointer} ${isRequest ? 'request' : 'response'}`;
      const name = namesOf('schemas').take(key, `${nameOf(tokens)}${isRequest ? 'Request' : ''}`);
      if (!seen.has(key)) {
        seen.add(key);
        pending.push({ name, schema, direction: isRequest ? 'request' : 'response' });
      }
      return `#${toPointer(['components', 'schemas', name])}`;
    },
    component: (kind, name) => namesOf(kind).take(name),
    markerOf: (property) => markerOf(document, property),
    next: () => pending[written++],
  };
}

function isComponentSchema(tokens: readonly string[]): boolean {
  return tokens.length === 3 && tokens[0] === 'components' && tokens[1] === 'schemas';
}

function nameOf(tokens: readonly string[]): string {
  if (isComponentSchema(tokens)) return tokens[2] ?? '';
  return tokens.slice(tokens[0] === 'components' ? 2 : -3).join('_');
}

function reportLost(reference: string, report: ReportLoss): void {
  report({
    rule: 'codegen/types',
    message: `The reference \`${reference}\` leads to no schema, so its type is \`unknown\`.`,
    help: 'Point it at a schema of this description.',
    pointer: '',
  });
}

function markerOf(document: unknown, property: unknown): 'readOnly' | 'writeOnly' | undefined {
  for (const node of [property, dereference(document, property)?.node]) {
    if (own(node, 'readOnly') === true) return 'readOnly';
    if (own(node, 'writeOnly') === true) return 'writeOnly';
  }
  return undefined;
}

/** The pointers of all referred-to schemas that reach a `readOnly` or `writeOnly` property, or an open enum. */
function findDirectional(document: unknown, openEnums: OpenEnums | undefined): ReadonlySet<string> {
  const referrers = new Map<string, Set<string>>();
  const found = new Set<string>();
  const visited = new Set<string>();
  const queue = entriesOf(nodeAt(document, ['components', 'schemas'])).map(([name]) =>
    toPointer(['components', 'schemas', name]),
  );
  collectReferences(document, (pointer) => queue.push(pointer));
  for (let pointer = queue.pop(); pointer !== undefined; pointer = queue.pop()) {
    if (visited.has(pointer)) continue;
    visited.add(pointer);
    const owner = pointer;
    const node = nodeAt(document, parsePointer(pointer) ?? []);
    if (hasMarkedProperty(document, node) || (openEnums && hasOpenEnum(node, openEnums))) found.add(owner);
    collectReferences(node, (target) => {
      const known = referrers.get(target) ?? new Set();
      referrers.set(target, known.add(owner));
    });
  }
  for (const pointer of found) {
    // A set's iteration also visits what is added to it meanwhile.
    for (const referrer of referrers.get(pointer) ?? []) found.add(referrer);
  }
  return found;
}

function collectReferences(node: unknown, onReference: (pointer: string) => void): void {
  if (Array.isArray(node)) {
    for (const item of node) collectReferences(item, onReference);
  } else if (isRecord(node)) {
    const tokens = typeof node.$ref === 'string' ? parseFragmentPointer(node.$ref) : undefined;
    if (tokens) onReference(toPointer(tokens));
    for (const value of Object.values(node)) collectReferences(value, onReference);
  }
}

function hasOpenEnum(node: unknown, openEnums: OpenEnums): boolean {
  if (typeof node !== 'object' || node === null) return false;
  if (openEnums.typeOf(node) !== undefined) return true;
  return Object.values(node).some((value) => hasOpenEnum(value, openEnums));
}

function hasMarkedProperty(document: unknown, node: unknown): boolean {
  if (Array.isArray(node)) return node.some((item) => hasMarkedProperty(document, item));
  if (!isRecord(node)) return false;
  const properties = Object.values(isRecord(own(node, 'properties')) ? (node.properties as object) : {});
  if (properties.some((property) => markerOf(document, property) !== undefined)) return true;
  return Object.values(node).some((value) => hasMarkedProperty(document, value));
}
