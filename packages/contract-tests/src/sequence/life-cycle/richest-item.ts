import type { Properties } from '../../plan/body-properties.ts';
import { type Draft, withValue } from '../../request/draft.ts';
import type { Item } from '../../resources/item-store.ts';
import { writtenProperties } from '../../resources/written-properties.ts';
import type { Run } from '../../run/run.ts';
import type { JsonObject } from '../../values/json.ts';
import { isInitial } from './initial.ts';
import { list, pathIds } from './sight.ts';

/** The request for that of the run's own items which has most to lose; the request itself where there is no other. */
export async function atRichest(run: Run, draft: Draft): Promise<Draft> {
  const { operation, values } = draft;
  const place = run.map.idsOf(operation).at(-1);
  const view = place && run.map.readOf(place.collection);
  const parents = pathIds(run, draft).slice(0, -1);
  const own = place ? run.items.find(place.collection, parents).filter(({ isOwn }) => isOwn) : [];
  const parameter = values.get(`path/${place?.parameter}`)?.parameter;
  const isOwn = own.some(({ id }) => id === pathIds(run, draft).at(-1));
  if (!place || !view || !parameter || !isOwn || own.length < 2) return draft;
  const listing = await list(run, place.collection, parents);
  const written = writtenProperties(run.model, view);
  const current = pathIds(run, draft).at(-1);
  // What a faulty change loses, the changes that were accepted before have lost of the current one already.
  const wealth = ({ id }: Item) =>
    countTelling(listing?.items.get(id) ?? {}, written) * (id === current ? 0.5 : 1);
  const [richest] = own.toSorted((one, other) => wealth(other) - wealth(one));
  return richest ? withValue(draft, parameter, richest.id) : draft;
}

const countTelling = (item: JsonObject, written: Properties): number =>
  Object.entries(item).filter(([name, value]) => {
    const schemas = written.get(name);
    return schemas && !isInitial(value, schemas);
  }).length;

/** The draft with the path of another one. */
export function moved(draft: Draft, { values }: Draft): Draft {
  const path = [...values].filter(([key]) => key.startsWith('path/'));
  return { ...draft, values: new Map([...draft.values, ...path]) };
}
