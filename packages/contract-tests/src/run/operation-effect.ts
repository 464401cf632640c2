import type { Operation } from '@plumbline/openapi';
import type { ResourceMap } from '../resources/resource-map.ts';

/**
 * What a successful call does to the API: `reads` nothing, `creates` one thing more, `changes` what is there and can
 * be repeated, `consumes` what is there so that the next call finds another state, `endsIdentity` takes the caller
 * his access.
 */
export type OperationEffect = 'reads' | 'creates' | 'changes' | 'consumes' | 'endsIdentity';

export function effectOf(map: ResourceMap, operation: Operation): OperationEffect {
  const { method, path } = operation;
  if (isReading(operation)) return 'reads';
  if (endsIdentity(operation)) return 'endsIdentity';
  if (map.isCreate(operation)) return 'creates';
  if (method === 'DELETE' || operation.requestBody === undefined) return 'consumes'; // a call with nothing to say is an action
  return method === 'POST' && !path.includes('{') ? 'creates' : 'changes';
}

export const isReading = ({ method }: Pick<Operation, 'method'>): boolean =>
  method === 'GET' || method === 'HEAD' || method === 'QUERY' || method === 'OPTIONS';

const selfSegments: ReadonlySet<string> = new Set(['me', 'self', 'current', 'session', 'sessions']);
const endings: ReadonlySet<string> = new Set(['leave', 'logout', 'signout', 'deactivate']);

/** Whether a successful call takes the caller his access: as a member, or to a session. */
export function endsIdentity({ method, path }: Pick<Operation, 'method' | 'path'>): boolean {
  const segments = path.toLowerCase().split('/');
  if (endings.has(segments.at(-1) ?? '')) return true;
  return method === 'DELETE' && segments.some((segment) => selfSegments.has(segment));
}

/** Reads first, then what makes things, then what needs them, then what takes them away; inner items go first. */
export function inTestOrder(map: ResourceMap, operations: readonly Operation[]): readonly Operation[] {
  const depth = ({ path }: Operation) => path.split('{').length;
  const rank = (operation: Operation): number => {
    const effect = effectOf(map, operation);
    if (effect === 'reads') return operation.path.includes('{') ? 2 : 0;
    if (effect === 'creates') return 1;
    if (effect === 'changes') return 3;
    if (effect === 'endsIdentity') return 6;
    return operation.method === 'DELETE' ? 5 : 4;
  };
  const deletesInnerFirst = (one: Operation, other: Operation) =>
    one.method === 'DELETE' ? depth(other) - depth(one) : depth(one) - depth(other);
  return operations.toSorted((one, other) => rank(one) - rank(other) || deletesInnerFirst(one, other));
}
