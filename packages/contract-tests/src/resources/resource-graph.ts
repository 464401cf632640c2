import type { ApiModel, Operation } from '@plumbline/openapi';
import { referencesOf } from './references.ts';
import { createResourceMap, type ResourceMap } from './resource-map.ts';

/** Which things an API has, what makes them, and what needs them; read from its description alone. */
export interface ResourceGraph {
  /** Those that others need before those that need them. */
  readonly resources: readonly Resource[];
  /** Operations that need a thing which nothing makes, lists or links to. */
  readonly unsatisfied: readonly Need[];
}

export interface Resource {
  readonly type: string;
  readonly collection: string;
  /** Operation ids that tell ids of it: that make it, list it, or link to what takes one. */
  readonly producers: readonly string[];
  readonly consumers: readonly Need[];
  /** Types that making one needs. */
  readonly needs: readonly string[];
}

export interface Need {
  readonly operation: string;
  readonly in: 'path' | 'query' | 'body';
  readonly name: string;
  readonly type: string;
  /** True when only the name of a property or parameter tells that it takes an id; places in a path are certain. */
  readonly isGuessed: boolean;
}

export function toResourceGraph(model: ApiModel): ResourceGraph {
  const map = createResourceMap(model);
  const needs = model.operations.flatMap((operation) => needsOf(model, map, operation));
  const resources = map.collections.map((collection) => toResource(model, map, { collection, needs }));
  const made = new Set(resources.filter(({ producers }) => producers.length > 0).map(({ type }) => type));
  return {
    resources: inOrder(resources),
    unsatisfied: needs.filter((need) => need.in === 'path' && !made.has(need.type)),
  };
}

function needsOf(model: ApiModel, map: ResourceMap, operation: Operation): readonly Need[] {
  return [
    ...map
      .idsOf(operation)
      .map(({ collection, parameter }) => ({ in: 'path', name: parameter, collection }) as const),
    ...referencesOf(map, operation, model.schemas),
  ].map(({ in: location, name, collection }) => ({
    operation: operation.id,
    in: location,
    name,
    type: map.typeOf(collection),
    isGuessed: location !== 'path',
  }));
}

interface Collection {
  readonly collection: string;
  readonly needs: readonly Need[];
}

function toResource(model: ApiModel, map: ResourceMap, { collection, needs }: Collection): Resource {
  const type = map.typeOf(collection);
  const create = map.createOf(collection);
  const consumers = needs.filter((need) => need.type === type);
  const takers = new Set(
    consumers.filter(({ in: location }) => location === 'path').map(({ operation }) => operation),
  );
  const linked = model.operations.filter(({ responses }) =>
    responses.some(({ links }) => links.some(({ operation }) => takers.has(operation))),
  );
  const producers = [create, map.listOf(collection), ...linked].flatMap((operation) => operation?.id ?? []);
  const needed = needs.filter((need) => need.operation === create?.id && need.type !== type);
  return {
    type,
    collection,
    producers: [...new Set(producers)],
    consumers,
    needs: [...new Set(needed.map((need) => need.type))],
  };
}

/** Needed ones first; of those that need each other, the one that stands first in the description. */
function inOrder(resources: readonly Resource[]): readonly Resource[] {
  const ordered = new Set<Resource>();
  const entered = new Set<Resource>();
  const visit = (resource: Resource): void => {
    if (entered.has(resource)) return;
    entered.add(resource);
    for (const type of resource.needs) {
      const needed = resources.find((other) => other.type === type);
      if (needed) visit(needed);
    }
    ordered.add(resource);
  };
  for (const resource of resources) visit(resource);
  return [...ordered];
}
