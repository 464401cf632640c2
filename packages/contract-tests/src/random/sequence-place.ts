import type { Operation } from '@plumbline/openapi';
import type { Draft } from '../request/draft.ts';
import { isAction } from '../resources/view.ts';
import { effectOf, endsIdentity } from '../run/operation-effect.ts';
import { prepare } from '../run/prepare.ts';
import type { Run } from '../run/run.ts';
import { pathIds } from '../sequence/life-cycle/sight.ts';
import { isNever } from '../setup/never.ts';

/** A collection in which things can be made and deleted, and what else can be done to them. */
export interface SequencePlace {
  readonly collection: string;
  readonly create: Operation;
  readonly remove: Operation;
  readonly read: Operation | undefined;
  readonly list: Operation | undefined;
  readonly update: Operation | undefined;
  readonly actions: readonly Operation[];
  /** The plain request that makes a thing. */
  readonly base: Draft;
  /** The ids of the things above the collection. */
  readonly parents: readonly string[];
}

export type PlaceOperations = Omit<SequencePlace, 'base' | 'parents'>;

/** The collections for which sequences can show something, by operations that the run is about. */
export function sequencePlaces(run: Run, operations: readonly Operation[]): readonly PlaceOperations[] {
  if (run.settings.safe) return [];
  const planned = operations.filter((operation) => !isNever(run, operation) && !endsIdentity(operation));
  const among = (operation: Operation | undefined) => planned.find((candidate) => candidate === operation);
  return run.map.collections.flatMap((collection) => {
    const create = among(run.map.createOf(collection));
    const remove = among(run.map.deleteOf(collection));
    const read = among(run.map.readOf(collection));
    const list = among(run.map.listOf(collection));
    if (!create || !remove || !(read || list)) return [];
    const item = `${collection}/{}`;
    const update = planned.find(
      (operation) => /^(PATCH|PUT)$/.test(operation.method) && run.map.collectionOf(operation) === item,
    );
    const actions = planned.filter(
      (operation) =>
        operation.method === 'POST' &&
        isAction(operation) &&
        run.map.idsOf(operation).at(-1)?.collection === collection &&
        effectOf(run.map, operation) !== 'creates',
    );
    return [{ collection, create, remove, read, list, update, actions }];
  });
}

/** The place with a request that makes things there; undefined where there is none. */
export async function openPlace(run: Run, place: PlaceOperations): Promise<SequencePlace | undefined> {
  const prepared = await prepare(run, place.create);
  if (prepared.kind === 'blocked' || prepared.isGuess) return undefined;
  return { ...place, base: prepared.draft, parents: pathIds(run, prepared.draft) };
}
