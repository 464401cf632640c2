import type { Operation } from '@plumbline/openapi';
import type { JsonObject } from '../../json.ts';
import type { Act } from '../act.ts';
import { declares } from '../declared-status.ts';
import { freshId, type IdSource } from '../fresh-id.ts';
import { idOf, idSchemas, idShape, idTokens } from '../item-values.ts';
import { hasPath } from '../places.ts';
import { isSchema, type SchemaShape, type SchemaShapes, says } from '../schema-shapes.ts';
import { StateRefusal } from '../state-refusal.ts';
import type { ShelfAddress } from '../store.ts';
import type { Table } from '../tables.ts';
import type { ActParts } from './act-parts.ts';
import type { SentValue } from './sent-value.ts';

/** Gives new items their ids: one that the client may choose and has chosen, else one that nothing has. */
export type NewId = (sent: JsonObject, address: ShelfAddress, act: Act) => string;

export function newId(
  table: Table,
  operation: Operation,
  { parts, sentValue }: { readonly parts: ActParts; readonly sentValue: SentValue },
): NewId {
  const chosenId = choosing(table, operation, { shapes: parts.resources.tables.shapes, sentValue });
  const madeId = makingId(table, operation, parts);
  return (sent, address, act) => chosenId(sent, address, act) ?? madeId(address, act);
}

function makingId(
  table: Table,
  { place }: Operation,
  { resources, made, seed, views }: ActParts,
): (address: ShelfAddress, act: Act) => string {
  const { idName, collection, schema: itemSchema } = table;
  const { shapes } = resources.tables;
  const schemas = idName === undefined ? [] : idSchemas(shapes.of(itemSchema), idName, shapes);
  const schema = schemas.find(isSchema) ?? {};
  const shape = shapes.ofAll(schemas);
  let samples: readonly string[] | undefined;
  const isValid: IdSource['isValid'] = (id) => views.isValid(id, { schema, place });
  return (address, { store }) => {
    samples ??= resources.seeds.valuesOf(table).flatMap((value) => idOf(value, idName) ?? []);
    const isTaken = (id: string) => store.find(address, id) !== undefined;
    const own = `${seed} ${collection} ${address.tenant}`;
    return freshId({ schema, shape, samples, seed: own, made, isTaken, isValid }, store.nextSerial());
  };
}

function choosing(
  { idName, type }: Table,
  operation: Operation,
  { shapes, sentValue }: { readonly shapes: SchemaShapes; readonly sentValue: SentValue },
): (...asked: Parameters<NewId>) => string | undefined {
  if (idName === undefined) return () => undefined;
  const tellsConflicts = declares(operation, '409') || declares(operation, '4XX');
  const choices = new Map<SchemaShape, IdChoice>();
  const choiceOf = (shape: SchemaShape): IdChoice => {
    const known = choices.get(shape) ?? idChoice(shape, idName, shapes);
    choices.set(shape, known);
    return known;
  };
  return (sent, address, act) => {
    const choice = choiceOf(sentValue.writing(act).plan.request);
    if (choice === 'none') return undefined;
    const id = idOf(sent, idName);
    if (id === undefined || act.store.find(address, id) === undefined) return id;
    if (!tellsConflicts) return choice === 'required' ? id : undefined;
    const detail = `There is a ${type} with the id ${JSON.stringify(id)} already.`;
    throw new StateRefusal(409, 'conflict', detail);
  };
}

/** What a request may say of the id of a new item. */
type IdChoice = 'none' | 'optional' | 'required';

function idChoice(request: SchemaShape, idName: string, shapes: SchemaShapes): IdChoice {
  const tokens = idTokens(idName);
  if (!hasPath(request, tokens, shapes) || says(idShape(request, idName, shapes), 'readOnly')) return 'none';
  const holder = tokens.slice(0, -1).reduce((inner, token) => shapes.property(inner, token), request);
  return holder.required.has(tokens.at(-1) ?? idName) ? 'required' : 'optional';
}
