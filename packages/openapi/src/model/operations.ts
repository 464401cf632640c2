import { isObject } from '../json-object.ts';
import type { Operation } from './api-model.ts';
import type { BehaviourReader } from './behaviours/read-behaviours.ts';
import type { BodyReading } from './media-types.ts';
import {
  child,
  flagOf,
  isAbsent,
  isExtension,
  membersOf,
  type Node,
  present,
  textOf,
  textsOf,
} from './node.ts';
import { type FoundOperation, labelOf, type OperationIds } from './operation-ids.ts';
import { readParameters } from './parameters.ts';
import { type Reading, resolveObject } from './reading.ts';
import { readRequestBody, readResponses } from './responses.ts';
import { readSecurity } from './security.ts';
import { readOwnServers } from './servers.ts';

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query'];

/** Every operation under `paths` or `webhooks`, in the order of the description. */
export function findOperations(reading: Reading, owner: 'paths' | 'webhooks'): readonly FoundOperation[] {
  return membersOf(child(reading.root, owner)).flatMap(([path, written]) => {
    if (owner === 'paths' && isExtension(path)) return [];
    const pathItem = readPathItem(reading, written);
    return pathItem ? findInPathItem(reading, path, pathItem) : [];
  });
}

/** What a path item says beside its `$ref` comes before what the reference brings. */
function readPathItem(reading: Reading, written: Node): Node | undefined {
  const target = resolveObject(reading, written, 'A path item');
  if (!target || target.pointer === written.pointer) return target;
  const beside = membersOf(written).filter(([key]) => key !== '$ref' && !isExtension(key));
  for (const [key, node] of beside) {
    reading.report('not-carried', node, {
      message: `\`${key}\` stands beside the \`$ref\` of a path item, which OpenAPI leaves undefined; it is not read.`,
      help: 'Move it into the path item that is referred to.',
    });
  }
  return target;
}

function findInPathItem(reading: Reading, path: string, pathItem: Node): readonly FoundOperation[] {
  const fixed = methods.map((method) => ({ method: method.toUpperCase(), node: child(pathItem, method) }));
  const additional = membersOf(child(pathItem, 'additionalOperations')).map(([method, node]) => ({
    method,
    node,
  }));
  return [...fixed, ...additional].flatMap(({ method, node: written }) => {
    if (isAbsent(written)) return [];
    const node = resolveObject(reading, written, 'An operation');
    return node ? [{ method, path, pathItem, node }] : [];
  });
}

export function readOperation(
  reading: BodyReading,
  found: FoundOperation,
  { ids, behaviours }: { ids: OperationIds; behaviours: BehaviourReader },
): Operation {
  const { method, path, pathItem, node } = found;
  reportCallbacks(reading, found);
  const described = {
    id: ids.at(node.pointer) ?? '',
    method,
    path,
    ...present('summary', textOf(node, 'summary') ?? textOf(pathItem, 'summary')),
    ...present('description', textOf(node, 'description') ?? textOf(pathItem, 'description')),
    tags: textsOf(child(node, 'tags')),
    deprecated: flagOf(node, 'deprecated') ?? false,
    ...present('servers', readOwnServers(pathItem, node)),
    parameters: readParameters(reading, pathItem, node),
    ...present('requestBody', readRequestBody(reading, node)),
    responses: readResponses(reading, node, ids),
    security: readSecurity(reading, node),
    place: reading.place(node),
  };
  return { ...described, behaviours: behaviours.read(described, found) };
}

function reportCallbacks(reading: Reading, found: FoundOperation): void {
  const callbacks = child(found.node, 'callbacks');
  if (!isObject(callbacks.value) || Object.keys(callbacks.value).length === 0) return;
  reading.report('not-carried', callbacks, {
    message: `The callbacks of ${labelOf(found)} are not tested; only the types of what they send are generated.`,
    help: 'Nothing to do; describe requests that do not depend on one operation as `webhooks`.',
  });
}
