import type { ApiModel, Operation } from '@plumbline/openapi';

/**
 * Another operation that every request to this one is meant for as well: names of path parameters tell no paths apart
 * (OpenAPI 3.1.1, section 4.8.8). Undefined for nearly all.
 */
export function twinOf(model: ApiModel, operation: Operation): Operation | undefined {
  const byRoute = known.get(model) ?? Map.groupBy(model.operations, routeOf);
  known.set(model, byRoute);
  return byRoute.get(routeOf(operation))?.find(({ path }) => path !== operation.path);
}

const known = new WeakMap<ApiModel, ReadonlyMap<string, readonly Operation[]>>();

const routeOf = ({ method, path }: Operation): string => `${method} ${path.replace(/\{[^{}]*\}/g, '{}')}`;
