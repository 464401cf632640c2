import type { ApiModel, Operation } from '@plumbline/openapi';
import type { Obligation } from '../obligation.ts';

/** One of several runs that together prove the whole plan, each obligation in one of them. */
export interface Shard {
  /** From 1. */
  readonly index: number;
  readonly count: number;
}

/**
 * The obligations of one shard. Operations on the same things stay together, since they need the same things made;
 * a group that is larger than a shard is cut at its operations. The same plan is always cut in the same way.
 */
export function shardObligations(
  { operations }: ApiModel,
  obligations: readonly Obligation[],
  { index, count }: Shard,
): readonly Obligation[] {
  const byOperation = Map.groupBy(obligations, ({ operation }) => operation);
  const weightOf = ({ id }: Operation): number => byOperation.get(id)?.length ?? 0;
  const planned = operations.filter((operation) => weightOf(operation) > 0);
  const groups = toGroups(planned, { weightOf, limit: obligations.length / count });
  const mine = new Set(assign(groups, count)[index - 1]?.flatMap(({ members }) => members) ?? []);
  return obligations.filter(({ operation }) => mine.has(operation));
}

interface Group {
  readonly name: string;
  /** Operation ids. */
  readonly members: readonly string[];
  readonly weight: number;
}

interface Weighing {
  readonly weightOf: (operation: Operation) => number;
  /** A heavier group is cut. */
  readonly limit: number;
}

function toGroups(operations: readonly Operation[], { weightOf, limit }: Weighing): readonly Group[] {
  const byRoot = Map.groupBy(operations, ({ path }) => path.split('/{', 1)[0] ?? '');
  return [...byRoot].flatMap(([name, members]) => {
    const weight = members.reduce((sum, operation) => sum + weightOf(operation), 0);
    if (weight <= limit) return [{ name, members: members.map(({ id }) => id), weight }];
    return members.map((operation) => ({
      name: operation.id,
      members: [operation.id],
      weight: weightOf(operation),
    }));
  });
}

/** The heaviest group first, each to the shard that is the lightest so far. */
function assign(groups: readonly Group[], count: number): readonly (readonly Group[])[] {
  const shards = Array.from({ length: count }, () => ({ groups: [] as Group[], weight: 0 }));
  const heaviestFirst = groups.toSorted(
    (one, other) => other.weight - one.weight || (one.name < other.name ? -1 : 1),
  );
  for (const group of heaviestFirst) {
    const lightest = shards.reduce((least, shard) => (shard.weight < least.weight ? shard : least));
    lightest.groups.push(group);
    lightest.weight += group.weight;
  }
  return shards.map((shard) => shard.groups);
}
