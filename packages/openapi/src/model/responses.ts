import type { RequestBody, Response } from './api-model.ts';
import { readLinks } from './links.ts';
import { type BodyReading, readContent } from './media-types.ts';
import { child, flagOf, isAbsent, isExtension, membersOf, type Node, present, textOf } from './node.ts';
import type { OperationIds } from './operation-ids.ts';
import { readHeaders } from './parameters.ts';
import { resolveObject } from './reading.ts';

export function readRequestBody(reading: BodyReading, operation: Node): RequestBody | undefined {
  const written = child(operation, 'requestBody');
  if (isAbsent(written)) return undefined;
  const node = resolveObject(reading, written, 'A request body');
  if (!node) return undefined;
  return {
    required: flagOf(node, 'required') ?? false,
    ...present('description', textOf(node, 'description')),
    content: readContent(reading, child(node, 'content')),
    place: reading.place(node),
  };
}

export function readResponses(reading: BodyReading, operation: Node, ids: OperationIds): readonly Response[] {
  return membersOf(child(operation, 'responses')).flatMap(([status, written]) => {
    if (isExtension(status)) return [];
    if (!isStatus(status)) {
      reading.report('part-malformed', written, {
        message: `\`${status}\` is no status of a response.`,
        help: 'Use a code such as `200`, a range such as `4XX`, or `default`.',
      });
      return [];
    }
    const node = resolveObject(reading, written, 'A response');
    return node ? [readResponse(reading, { status: status.replaceAll('x', 'X'), node, ids })] : [];
  });
}

const isStatus = (text: string): boolean => text === 'default' || /^[1-5](\d\d|XX|xx)$/.test(text);

function readResponse(
  reading: BodyReading,
  { status, node, ids }: { status: string; node: Node; ids: OperationIds },
): Response {
  return {
    status,
    description: textOf(node, 'description') ?? textOf(node, 'summary') ?? '',
    headers: readHeaders(reading, child(node, 'headers')),
    content: readContent(reading, child(node, 'content')),
    links: readLinks(reading, child(node, 'links'), ids),
    place: reading.place(node),
  };
}
