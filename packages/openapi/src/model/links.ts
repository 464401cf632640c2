import { parseFragmentPointer } from '@plumbline/json-schema/json-pointer';
import type { Link } from './api-model.ts';
import { child, descendant, isAbsent, membersOf, type Node, present, textOf } from './node.ts';
import type { OperationIds } from './operation-ids.ts';
import { type Reading, resolveObject } from './reading.ts';

export const readLinks = (reading: Reading, links: Node, ids: OperationIds): readonly Link[] =>
  membersOf(links).flatMap(([name, written]) => {
    const node = resolveObject(reading, written, 'A link');
    const operation = node && targetOf(reading, node, ids);
    return node && operation !== undefined ? [readLink(reading, { name, node, operation })] : [];
  });

function readLink(
  reading: Reading,
  { name, node, operation }: { name: string; node: Node; operation: string },
): Link {
  const body = child(node, 'requestBody');
  if (!isAbsent(child(node, 'server'))) {
    reading.report('not-carried', child(node, 'server'), {
      message: `The \`server\` of the link \`${name}\` is not carried: the operation's own servers hold.`,
      help: 'Give the target operation the server.',
    });
  }
  return {
    name,
    operation,
    parameters: Object.fromEntries(
      membersOf(child(node, 'parameters')).map(([parameter, value]) => [parameter, value.value]),
    ),
    ...present('requestBody', isAbsent(body) ? undefined : body.value),
    place: reading.place(node),
  };
}

function targetOf(reading: Reading, node: Node, ids: OperationIds): string | undefined {
  const id = textOf(node, 'operationId');
  const reference = textOf(node, 'operationRef');
  const target =
    id !== undefined
      ? ids.written(id)
      : reference !== undefined
        ? byReference(reading, reference, ids)
        : undefined;
  if (target === undefined && id === undefined && reference !== undefined && !reference.startsWith('#')) {
    reading.report('not-carried', node, {
      message: `The link leads to an operation of another description, which is not carried: \`${reference}\`.`,
      help: 'Follow it by hand, or describe the operation here too.',
    });
  } else if (target === undefined) {
    reading.report('ref-leads-nowhere', node, {
      message: `The link names no operation of this description (\`${id ?? reference ?? 'neither operationId nor operationRef'}\`).`,
      help: 'Give the `operationId` of an operation that exists.',
    });
  }
  return target;
}

function byReference(reading: Reading, reference: string, ids: OperationIds): string | undefined {
  const tokens = parseFragmentPointer(reference);
  return tokens && ids.at(descendant(reading.root, tokens).pointer);
}
