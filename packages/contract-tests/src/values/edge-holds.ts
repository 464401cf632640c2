import { type LegalEdge, touchedPointer } from '../plan/legal-edges.ts';
import { unescapeToken } from '../plan/references.ts';
import { isJsonObject, sameJson } from './json.ts';
import { tryCompile, type Workbench } from './workbench.ts';

/** Whether a legal value is at an edge, so that its acceptance is the acceptance of the edge. */
export function isAtEdge(bench: Workbench, edge: LegalEdge, value: unknown): boolean {
  return partsAt(value, edge.pointer.split('/').slice(1)).some((part) => holds(bench, edge, part));
}

/** Every part of a value that a pointer with `*` names. */
export function partsAt(value: unknown, [token, ...rest]: readonly string[]): readonly unknown[] {
  if (token === undefined) return [value];
  if (Array.isArray(value)) {
    const items =
      token === '*' ? value : /^\d+$/.test(token) ? value.slice(Number(token), Number(token) + 1) : [];
    return items.flatMap((item) => partsAt(item, rest));
  }
  if (!isJsonObject(value)) return [];
  if (token === '*') return Object.values(value).flatMap((member) => partsAt(member, rest));
  const name = unescapeToken(token);
  return Object.hasOwn(value, name) ? partsAt(value[name], rest) : [];
}

function holds(bench: Workbench, { kind, schema }: LegalEdge, part: unknown): boolean {
  switch (kind.type) {
    case 'number':
    case 'literal':
      return sameJson(part, kind.value);
    case 'length':
      return typeof part === 'string' && isLength(part, kind);
    case 'items':
      return Array.isArray(part) && part.length === kind.count;
    case 'members':
      return isJsonObject(part) && Object.keys(part).length === kind.count;
    case 'branch':
      return tryCompile(bench.requests, kind.branch)?.(part) ?? false;
    case 'present':
      return isJsonObject(part) && Object.hasOwn(part, kind.property);
    case 'bare':
      return isJsonObject(part) && Object.keys(part).every((name) => kind.required.includes(name));
    case 'extra':
      return isJsonObject(part) && hasUndeclared(part, schema.properties);
  }
}

function isLength(
  text: string,
  { length, isAstral }: { readonly length: number; readonly isAstral: boolean },
): boolean {
  const points = [...text];
  return points.length === length && (!isAstral || text.length > points.length);
}

const hasUndeclared = (object: Readonly<Record<string, unknown>>, declared: unknown): boolean =>
  Object.keys(object).some((name) => !(isJsonObject(declared) && Object.hasOwn(declared, name)));

/** Whether changing a value to one edge may undo another. */
export function disturbs(one: LegalEdge, other: LegalEdge): boolean {
  const [first, second] = [`${touchedPointer(one)}/`, `${touchedPointer(other)}/`];
  return first.startsWith(second) || second.startsWith(first);
}
