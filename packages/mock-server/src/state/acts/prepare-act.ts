import type { Operation } from '@plumbline/openapi';
import type { Perform } from '../act.ts';
import type { Role } from '../roles.ts';
import { actOnItem } from './act-on-item.ts';
import type { ActParts } from './act-parts.ts';
import { changeItem } from './change-item.ts';
import { changeSingleton } from './change-singleton.ts';
import { createItem } from './create-item.ts';
import { deleteItem } from './delete-item.ts';
import { listItems } from './list-items.ts';
import { needParents } from './parents.ts';
import { readItem } from './read-item.ts';

/** Prepares what an operation does with the state: all that does not depend on the request is worked out here. */
export function prepareAct(operation: Operation, parts: ActParts): Perform {
  const role = parts.resources.roleOf(operation);
  const perform = performOf(role, operation, parts);
  const need = needParents(operation, role, parts.resources);
  return (act) => {
    need(act);
    return perform(act);
  };
}

function performOf(role: Role, operation: Operation, parts: ActParts): Perform {
  switch (role.kind) {
    case 'create':
      return createItem(role.table, role.link, operation, parts);
    case 'list':
      return listItems(role, parts.resources);
    case 'read':
      return readItem(role.table, parts.resources);
    case 'update':
    case 'replace':
      return changeItem(role, operation, parts);
    case 'delete':
      return deleteItem(role.table, parts.resources);
    case 'action':
      return actOnItem(role, operation, parts);
    case 'singleton':
      return changeSingleton(role.change, operation, parts);
    case 'view':
      return () => ({ kind: 'static' });
  }
}
