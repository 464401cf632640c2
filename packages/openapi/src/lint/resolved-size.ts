import { parseFragmentPointer } from '@plumbline/json-schema/json-pointer';
import { isObject } from '../json-object.ts';
import { descendant, itemsOf, membersOf, type Node, textOf } from '../model/node.ts';

/**
 * How many values a walk meets that follows every reference, circles once; never more than `limit`.
 * Each value is counted once and its sum kept, so that the count itself stays small.
 */
export function countResolved(document: unknown, limit: number): number {
  const root: Node = { value: document, pointer: '' };
  const sums = new Map<string, number>();
  const open = new Set<string>();
  const stack: { node: Node; waiting: Node[]; sum: number }[] = [];
  const enter = (node: Node) => {
    open.add(node.pointer);
    stack.push({ node, waiting: partsOf(root, node), sum: 1 });
  };
  enter(root);

  for (let top = stack.at(-1); top; top = stack.at(-1)) {
    const next = top.waiting.pop();
    if (next) {
      const known = sums.get(next.pointer);
      if (known !== undefined) top.sum += known;
      else if (!open.has(next.pointer)) enter(next);
      continue;
    }
    stack.pop();
    open.delete(top.node.pointer);
    sums.set(top.node.pointer, Math.min(top.sum, limit));
    const above = stack.at(-1);
    if (above) above.sum += Math.min(top.sum, limit);
  }
  return Math.min(sums.get('') ?? 0, limit);
}

function partsOf(root: Node, node: Node): Node[] {
  const reference = isObject(node.value) ? textOf(node, '$ref') : undefined;
  const tokens = reference === undefined ? undefined : parseFragmentPointer(reference);
  if (tokens) return [descendant(root, tokens)];
  return [...membersOf(node).map(([, part]) => part), ...itemsOf(node)];
}
