import { isObject } from '../../json-object.ts';
import { child, isAbsent, type Node, textsOf } from '../node.ts';
import type { FoundOperation } from '../operation-ids.ts';
import type { Reading } from '../reading.ts';

/** The declaration that holds for an operation, and from how far above it comes. */
export interface Declared {
  readonly node: Node;
  /** The operation said so itself, or said `true`: filters of the declaration do not apply. */
  readonly isExplicit: boolean;
}

/**
 * Behaviours are inherited as `security` is: the description's is the default, path item and
 * operation replace it; `true` takes the description's, `false` switches off.
 */
export function declaredFor(reading: Reading, name: string, found: FoundOperation): Declared | undefined {
  const root = child(reading.root, name);
  const [own, ofPath] = [child(found.node, name), child(found.pathItem, name)];
  for (const { node, isExplicit } of [
    { node: own, isExplicit: true },
    { node: ofPath, isExplicit: false },
  ]) {
    if (isAbsent(node)) continue;
    if (node.value === false) return undefined;
    if (node.value === true) return inherited(reading, { name, root, at: node, isExplicit });
    return { node, isExplicit };
  }
  return isAbsent(root) || root.value === false ? undefined : { node: root, isExplicit: false };
}

function inherited(
  reading: Reading,
  { name, root, at, isExplicit }: { name: string; root: Node; at: Node; isExplicit: boolean },
): Declared | undefined {
  if (isObject(root.value)) return { node: root, isExplicit };
  reading.report('behaviour-malformed', at, {
    message: `\`${name}: true\` takes the declaration at the root of the description, and there is none.`,
    help: `Declare \`${name}\` at the root, or write it out here.`,
  });
  return undefined;
}

/** Whether `methods`, or its default, names the operation's method. */
export function isForMethod(
  { node, isExplicit }: Declared,
  method: string,
  byDefault: (method: string) => boolean,
): boolean {
  if (isExplicit) return true;
  const written = child(node, 'methods');
  if (isAbsent(written)) return byDefault(method);
  return textsOf(written).some((listed) => listed.toUpperCase() === method);
}

/** Methods that promise to change nothing (RFC 9110, section 9.2.1; QUERY: RFC 10008). */
export const isSafe = (method: string): boolean =>
  ['GET', 'HEAD', 'OPTIONS', 'TRACE', 'QUERY'].includes(method);
