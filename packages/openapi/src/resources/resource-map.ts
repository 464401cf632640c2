import type { ApiModel, Operation } from '../model/api-model.ts';
import { lastWord, typeKey, typeOfCollection } from './resource-type.ts';

/**
 * What the paths tell about resources. A collection is the path before an id: `/websites` of `/websites/{id}`.
 * Names of path parameters do not matter: `/websites/{id}` and `/websites/{websiteId}/forms` share one.
 */
export interface ResourceMap {
  /** The collections of an operation's ids, outermost first, each with the parameter that holds the id. */
  idsOf(operation: Operation): readonly PathId[];
  /** The methods of every path that a request for this one may meet: `/users/{id}` meets `/users/me` too. */
  methodsAt(path: string): ReadonlySet<string>;
  /** The path of an operation as a collection. */
  collectionOf(operation: Operation): string;
  /** The operation that adds to a collection. */
  createOf(collection: string): Operation | undefined;
  listOf(collection: string): Operation | undefined;
  /** The operation that reads an item of a collection. */
  readOf(collection: string): Operation | undefined;
  deleteOf(collection: string): Operation | undefined;
  /** The operation that reads the item which another operation works on: same path, GET. */
  readOfItem(operation: Operation): Operation | undefined;
  isCreate(operation: Operation): boolean;
  /** The name of the path parameter that takes an id of the collection; of the shortest path when they differ. */
  parameterOf(collection: string): string | undefined;
  /** Those of which an id stands in a path, outer ones first. */
  readonly collections: readonly string[];
  /** What a collection holds: `Website`. */
  typeOf(collection: string): string;
  /** The collection of a type, or of a word of a path, however it is spelled; the outermost where several fit. */
  collectionNamed(name: string): string | undefined;
}

export interface PathId {
  readonly collection: string;
  readonly parameter: string;
}

/** @param isCallable whether an operation may be called to make, list, read or delete things; all, when left out */
export function createResourceMap(
  model: ApiModel,
  isCallable: (operation: Operation) => boolean = () => true,
): ResourceMap {
  const byRoute = new Map(
    model.operations
      .filter(isCallable)
      .map((operation) => [route(operation.method, operation.path), operation]),
  );
  const collections = new Map<string, string>();
  for (const { path } of [...model.operations].sort((one, other) => one.path.length - other.path.length)) {
    for (const { collection, parameter } of pathIds(path)) {
      if (!collections.has(collection)) collections.set(collection, parameter);
    }
  }
  // A description with a thousand operations pays for names only when somebody asks for them.
  let known: Names | undefined;
  const names = (): Names => {
    known ??= nameCollections(model, [...collections.keys()]);
    return known;
  };
  let routed: ReadonlyMap<number, readonly Route[]> | undefined;
  const methodsByLength = () => {
    routed ??= Map.groupBy(routesOf(model), ({ segments }) => segments.length);
    return routed;
  };
  const at = (method: string, path: string) => byRoute.get(route(method, path));
  const collectionOf = (operation: Operation) => withoutNames(operation.path);
  return {
    idsOf: (operation) => pathIds(operation.path),
    methodsAt: (path) => {
      const segments = path.split('/');
      const others = methodsByLength().get(segments.length) ?? [];
      return new Set(others.flatMap((other) => (overlaps(segments, other.segments) ? other.methods : [])));
    },
    collectionOf,
    createOf: (collection) => at('POST', collection),
    listOf: (collection) => at('GET', collection),
    readOf: (collection) => at('GET', `${collection}/{}`),
    deleteOf: (collection) => at('DELETE', `${collection}/{}`),
    readOfItem: (operation) => (operation.path.endsWith('}') ? at('GET', operation.path) : undefined),
    isCreate: (operation) => operation.method === 'POST' && collections.has(collectionOf(operation)),
    parameterOf: (collection) => collections.get(collection),
    collections: [...collections.keys()],
    typeOf: (collection) => names().types.get(collection) ?? collection,
    collectionNamed: (name) => names().collections.get(typeKey(name)),
  };
}

interface Names {
  /** The type of each collection. */
  readonly types: ReadonlyMap<string, string>;
  /** Collections by the keys of their type and of the last word of their path. */
  readonly collections: ReadonlyMap<string, string>;
}

function nameCollections({ operations }: Pick<ApiModel, 'operations'>, all: readonly string[]): Names {
  const byPath = Map.groupBy(operations, ({ path }) => withoutNames(path));
  const types = new Map(
    all.map((collection) => {
      const own = [collection, `${collection}/{}`].flatMap((path) => byPath.get(path) ?? []);
      return [collection, typeOfCollection({ operations: own }, collection)];
    }),
  );
  const collections = new Map<string, string>();
  for (const [collection, type] of types) {
    for (const key of [typeKey(type), typeKey(lastWord(collection))]) {
      if (!collections.has(key)) collections.set(key, collection);
    }
  }
  return { types, collections };
}

/** A path in which every parameter reads `{}`: names of path parameters do not tell paths apart. */
export const withoutNames = (path: string): string => path.replace(/\{[^{}]*\}/g, '{}');

/** Whether one request can be meant for both paths, which have as many segments. */
function overlaps(one: readonly string[], other: readonly string[]): boolean {
  return one.every(
    (segment, index) =>
      segment === other[index] || segment.includes('{') || (other[index]?.includes('{') ?? false),
  );
}

interface Route {
  readonly segments: readonly string[];
  readonly methods: readonly Operation['method'][];
}

const routesOf = ({ operations }: Pick<ApiModel, 'operations'>): readonly Route[] =>
  [...Map.groupBy(operations, ({ path }) => path)].map(([path, own]) => ({
    segments: path.split('/'),
    methods: own.map(({ method }) => method),
  }));

const route = (method: string, path: string): string => `${method} ${withoutNames(path)}`;

/** Only segments that are one parameter as a whole; `{name}.json` is a value, no id of a collection. */
function pathIds(path: string): readonly PathId[] {
  const segments = path.split('/');
  return segments.flatMap((segment, index) => {
    const parameter = /^\{([^{}]+)\}$/.exec(segment)?.[1];
    return parameter === undefined
      ? []
      : [{ collection: withoutNames(segments.slice(0, index).join('/')), parameter }];
  });
}
