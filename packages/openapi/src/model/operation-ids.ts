import { type Node, textOf } from './node.ts';
import type { Reading } from './reading.ts';

/** The names of the operations: unique, and usable as identifiers and as keys of an object. */
export interface OperationIds {
  /** The name of the operation at a pointer of the bundle. */
  at(pointer: string): string | undefined;
  /** The name of the operation whose `operationId` reads so. */
  written(operationId: string): string | undefined;
}

export interface FoundOperation {
  /** Upper case. */
  readonly method: string;
  /** The path's template, or the webhook's name. */
  readonly path: string;
  readonly pathItem: Node;
  readonly node: Node;
}

/** Keys that every object has, and one that makes it look like a promise. */
const meaningful = new Set([...Object.getOwnPropertyNames(Object.prototype), 'prototype', 'then']);

export function nameOperations(reading: Reading, operations: readonly FoundOperation[]): OperationIds {
  const byPointer = new Map<string, string>();
  const byWritten = new Map<string, string>();
  const nodeOfName = new Map<string, Node>();

  // Ids that can stay as they are come first, so that a made-up name never takes one of them.
  const inOrder = [...operations].sort((a, b) => Number(isMadeUp(a)) - Number(isMadeUp(b)));
  for (const operation of inOrder) {
    const written = textOf(operation.node, 'operationId');
    const wanted = wantedName(reading, operation, written);
    const first = nodeOfName.get(wanted);
    const name = first ? withSuffix(wanted, nodeOfName) : wanted;
    if (first) reportDuplicate(reading, { operation, wanted, name, first });
    nodeOfName.set(name, operation.node);
    byPointer.set(operation.node.pointer, name);
    if (written !== undefined && !byWritten.has(written)) byWritten.set(written, name);
  }
  return { at: (pointer) => byPointer.get(pointer), written: (id) => byWritten.get(id) };
}

const isMadeUp = ({ node }: FoundOperation): boolean => !isUsable(textOf(node, 'operationId') ?? '');

const isUsable = (id: string): boolean => /^[A-Za-z_$][\w$]*$/.test(id) && !meaningful.has(id);

function wantedName(reading: Reading, operation: FoundOperation, written: string | undefined): string {
  const label = labelOf(operation);
  if (written === undefined) {
    const made = usableName(`${operation.method.toLowerCase()} ${operation.path}`);
    reading.report('operation-id-missing', operation.node, {
      message: `${label} has no \`operationId\`; it is called \`${made}\`.`,
      help: 'Give it an `operationId`, so that its name in code stays when the path changes.',
    });
    return made;
  }
  if (isUsable(written)) return written;
  const made = usableName(written);
  reading.report('operation-id-unusable', operation.node, {
    message: `The operationId ${JSON.stringify(written)} of ${label} is no name in code; it is called \`${made}\`.`,
    help: 'Use letters, digits and `_`, beginning with a letter, for example `listWebsites`.',
  });
  return made;
}

/** `repos/list-forks` becomes `reposListForks`. */
function usableName(text: string): string {
  const words = text.split(/[^A-Za-z0-9_$]+/).filter((word) => word !== '');
  const [first = 'operation', ...rest] = words;
  const name = [first, ...rest.map((word) => word.charAt(0).toUpperCase() + word.slice(1))]
    .join('')
    .slice(0, 120);
  if (meaningful.has(name)) return `${name}Operation`;
  return /^\d/.test(name) ? `_${name}` : name;
}

function withSuffix(wanted: string, taken: ReadonlyMap<string, unknown>): string {
  let n = 2;
  while (taken.has(`${wanted}_${n}`)) n += 1;
  return `${wanted}_${n}`;
}

function reportDuplicate(
  reading: Reading,
  {
    operation,
    wanted,
    name,
    first,
  }: { operation: FoundOperation; wanted: string; name: string; first: Node },
): void {
  reading.report('operation-id-duplicate', operation.node, {
    message: `Another operation is called \`${wanted}\` too; ${labelOf(operation)} is called \`${name}\`.`,
    help: 'Give each operation an `operationId` of its own.',
    related: first,
  });
}

export const labelOf = ({ method, path }: Pick<FoundOperation, 'method' | 'path'>): string =>
  `\`${method} ${path}\``;
