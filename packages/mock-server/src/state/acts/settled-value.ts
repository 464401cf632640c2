import type { JsonObject } from '../../json.ts';
import { Unshowable } from '../act.ts';
import type { Table } from '../tables.ts';
import type { Frame, Views } from '../views.ts';
import type { ActParts } from './act-parts.ts';

/** A value as the fullest description of the table has it, with what other answers show beside. */
export function settledValue(
  table: Table,
  { resources, views }: ActParts,
): (value: JsonObject) => JsonObject {
  const place = table.read?.content.place ?? table.list?.content.place ?? table.create?.place;
  if (place === undefined) return (value) => value;
  const frame: Frame = { schema: table.schema, place, donors: () => resources.seeds.valuesOf(table) };
  return (value) => {
    const shown = shownAs(value, frame, views);
    return shown === value ? value : { ...value, ...shown };
  };
}

/** @throws {Unshowable} */
export function shownAs(value: JsonObject, frame: Frame, views: Views): JsonObject {
  const shown = views.show(value, frame);
  if (shown) return shown;
  throw new Unshowable('What was made of the request breaks the schema of the answer');
}
