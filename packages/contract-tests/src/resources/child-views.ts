import type { ApiModel, Operation } from '@plumbline/openapi';

/** A GET one segment below an item that is declared to be part of it: by the same ids, so that they suffice to call it. */
export function childOf(
  { operations }: Pick<ApiModel, 'operations'>,
  item: Operation,
): Operation | undefined {
  const type = item.behaviours.resource?.type;
  if (type === undefined || !item.path.endsWith('}')) return undefined;
  return operations.find(
    ({ method, path, behaviours }) =>
      method === 'GET' &&
      Object.hasOwn(behaviours.resource?.parents ?? {}, type) &&
      new RegExp(`^${RegExp.escape(withoutNames(item.path))}/[^/{}]+$`).test(withoutNames(path)),
  );
}

const withoutNames = (path: string): string => path.replace(/\{[^{}]*\}/g, '{}');
