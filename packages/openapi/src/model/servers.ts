import type { Server, Tag } from './api-model.ts';
import { child, isAbsent, itemsOf, member, membersOf, type Node, present, textOf } from './node.ts';

/** Absent and empty both mean one server at `/` (OpenAPI 3.1, "OpenAPI Object"). */
export function readServers(owner: Node): readonly Server[] {
  const servers = itemsOf(child(owner, 'servers')).map(readServer);
  return servers.length > 0 ? servers : [{ url: '/', variables: {} }];
}

/** The servers that the operation or else its path item puts in place of the description's. */
export function readOwnServers(pathItem: Node, operation: Node): readonly Server[] | undefined {
  const owner = [operation, pathItem].find((node) => !isAbsent(child(node, 'servers')));
  return owner && readServers(owner);
}

const readServer = (node: Node): Server => ({
  url: textOf(node, 'url') ?? '/',
  ...present('name', textOf(node, 'name')),
  ...present('description', textOf(node, 'description')),
  variables: Object.fromEntries(
    membersOf(child(node, 'variables')).map(([name, variable]) => [
      name,
      String(member(variable.value, 'default') ?? ''),
    ]),
  ),
});

export const readTags = (root: Node): readonly Tag[] =>
  itemsOf(child(root, 'tags')).map((node) => ({
    name: textOf(node, 'name') ?? '',
    ...present('summary', textOf(node, 'summary')),
    ...present('description', textOf(node, 'description')),
    ...present('parent', textOf(node, 'parent')),
    ...present('kind', textOf(node, 'kind')),
  }));
