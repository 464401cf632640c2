import type { MediaType, Operation } from '@plumbline/openapi';
import { replaceAt } from '../../answer/pointer.ts';
import type { JsonObject } from '../../json.ts';
import { itemPlace, type Place } from '../places.ts';
import type { Table } from '../tables.ts';
import type { Frame } from '../views.ts';
import type { AnswerParts } from './answer-parts.ts';

/** Puts a thing into the body of an answer; undefined where none can be made that the schema allows. */
export type ThingBody = (value: JsonObject) => { readonly value: unknown } | undefined;

/** @param table of the thing; undefined where there is one of it only */
export function thingBody(
  operation: Operation,
  content: MediaType,
  { table, parts }: { readonly table: Table | undefined; readonly parts: AnswerParts },
): ThingBody {
  const { resources, views } = parts;
  const { schema, place: source } = content;
  if (schema === undefined) return (value) => ({ value });
  const { shapes } = resources.tables;
  const staticBody = () => resources.seeds.staticBody(operation, content);
  const found: Place | undefined = table ? itemPlace(schema, shapes, table) : undefined;
  // The answer is about something else, a message for example.
  if (!found && table && shapes.of(schema).properties.size > 0 && table.read?.content.schema !== schema) {
    return () => {
      const value = staticBody();
      return value === undefined ? undefined : { value };
    };
  }
  const { schema: inner, tokens } = found ?? { tokens: [], schema };
  const donors = () => (table ? resources.seeds.valuesOf(table) : []);
  const frame: Frame = { schema: inner, place: source, donors };
  const whole: Frame = { schema, place: source, donors: () => [staticBody()] };
  return (value) => {
    const shown = views.show(value, frame);
    if (!shown || tokens.length === 0) return shown && { value: shown };
    // What stands around it, as the static answer has it.
    return views.mend(replaceAt(staticBody() ?? {}, tokens, shown), whole);
  };
}
