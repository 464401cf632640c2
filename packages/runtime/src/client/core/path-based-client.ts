import { methods } from './core-client.ts';

type Forward = (init?: unknown) => unknown;
type Forwards = Readonly<Record<string, Forward>>;

/** Calls by path: `client['/websites/{id}'].GET({ params })`. What each path offers is for the types to say. */
export function forwardByPath(
  client: Readonly<Record<(typeof methods)[number], (path: string, init?: unknown) => unknown>>,
): Readonly<Record<string, Forwards>> {
  const known: Record<string | symbol, Forwards> = Object.create(null);
  return new Proxy(known, {
    get(target, path) {
      target[path] ??= Object.fromEntries(
        methods.map((method): [string, Forward] => [method, (init) => client[method](String(path), init)]),
      );
      return target[path];
    },
  });
}
