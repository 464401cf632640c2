import type { AnyNode, Element, ParentNode } from 'domhandler';

/**
 * The elements below a node in the order of the page. A search by a selector with commas sorts what it found,
 * which takes minutes on a page of ten thousand siblings.
 */
export function elementsWithin(node: ParentNode): readonly Element[] {
  const elements: Element[] = [];
  const waiting: AnyNode[] = node.children.toReversed();
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (!isElement(next)) continue;
    elements.push(next);
    for (const child of next.children.toReversed()) waiting.push(child);
  }
  return elements;
}

function isElement(node: AnyNode): node is Element {
  return 'attribs' in node;
}
