import { createNames, toValueName } from '../names.ts';
import { type Literal, type LiteralObject, Name, printLiteral, Shareable } from './literal.ts';

/**
 * Shareable values that occur more than once become constants, so that a hundred operations with
 * the same error responses name them instead of repeating them.
 */
export function hoistShared(root: Literal): {
  readonly root: Literal;
  /** The declarations, each after those it uses. */
  readonly declarations: string;
} {
  const uses = countUses(root);
  const names = createNames(toValueName);
  const declared = new Map<string, Name>();
  const declarations: string[] = [];

  const hoist = (value: Literal): Literal => {
    if (!(value instanceof Shareable)) return mapMembers(value, hoist);
    const { key } = value;
    const known = declared.get(key);
    if (known) return known;
    const hoisted = mapMembers(value.value, hoist);
    if ((uses.get(key) ?? 0) < 2) return hoisted;
    const constant = new Name(names.take(printLiteral(value), value.name));
    declared.set(key, constant);
    const start = `const ${constant.text}: ${value.type} = `;
    declarations.push(`${start}${printLiteral(hoisted, '', start.length + 1)};\n`);
    return constant;
  };
  return { root: hoist(root), declarations: declarations.join('') };
}

/** How often each shareable value stands in a distinct place: inside a repeated value it counts once. */
function countUses(root: Literal): ReadonlyMap<string, number> {
  const uses = new Map<string, number>();
  const visit = (value: Literal): Literal => {
    if (!(value instanceof Shareable)) return mapMembers(value, visit);
    const { key } = value;
    const before = uses.get(key) ?? 0;
    uses.set(key, before + 1);
    if (before === 0) mapMembers(value.value, visit);
    return value;
  };
  visit(root);
  return uses;
}

function mapMembers(value: Literal, map: (member: Literal) => Literal): Literal {
  if (Array.isArray(value)) return value.map(map);
  if (typeof value !== 'object' || value === null || value instanceof Name) return value;
  if (value instanceof Shareable) return map(value);
  const members = Object.entries(value as LiteralObject).map(
    ([name, member]) => [name, map(member)] as const,
  );
  return Object.fromEntries(members);
}
