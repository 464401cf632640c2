import type { Schema } from '@plumbline/json-schema';
import {
  type ApiModel,
  createResourceMap,
  lastWord,
  type MediaType,
  type Operation,
  type Parameter,
  type ResourceMap,
  typeKey,
} from '@plumbline/openapi';
import { parsePointer } from '../answer/pointer.ts';
import { idPathIn, itemPlace, jsonContent, listPlace, type Place, spelling, successOf } from './places.ts';
import { SchemaShapes } from './schema-shapes.ts';

/** Things of one kind: those that stand in one collection. */
export interface Table {
  /** The path before the id, ids above as `{}`: `/websites/{}/forms`. */
  readonly collection: string;
  readonly type: string;
  /** The path parameter that takes an id of it; `id` where no path does. */
  readonly parameter: string;
  /** What of an item holds its id: the name of a property, or the way in to one, as JSON Pointer without its first slash. */
  readonly idName: string | undefined;
  /** What describes an item most fully. */
  readonly schema: Schema;
  readonly read: Answered | undefined;
  readonly list: Answered | undefined;
  readonly create: Operation | undefined;
  /** What a path says of the id. */
  readonly idParameter: Parameter | undefined;
  readonly isShared: boolean;
}

/** An operation whose success shows items. */
export interface Answered {
  readonly operation: Operation;
  readonly content: MediaType;
  readonly place: Place;
}

/** The tables of a description, each found when it is first asked for. */
export class Tables {
  readonly map: ResourceMap;
  readonly shapes: SchemaShapes;
  readonly #model: ApiModel;
  readonly #byPath: ReadonlyMap<string, readonly Operation[]>;
  readonly #known = new Map<string, Table | undefined>();

  constructor(model: ApiModel) {
    this.#model = model;
    this.map = createResourceMap(model);
    this.shapes = new SchemaShapes(model.schemas);
    this.#byPath = Map.groupBy(model.operations, (operation) => this.map.collectionOf(operation));
  }

  /** The operation of a method at a path whose ids read `{}`. */
  at(method: string, path: string): Operation | undefined {
    return this.#byPath.get(path)?.find((operation) => operation.method === method);
  }

  of(collection: string): Table | undefined {
    if (!this.#known.has(collection)) this.#known.set(collection, this.#find(collection));
    return this.#known.get(collection);
  }

  /** The table of a type by its name, however it is spelled. */
  named(type: string): Table | undefined {
    const collection = this.map.collectionNamed(type);
    return collection === undefined ? undefined : this.of(collection);
  }

  /** Of every collection whose items have a path of their own. */
  get all(): readonly Table[] {
    return this.map.collections.flatMap((collection) => this.of(collection) ?? []);
  }

  /** Names, in one spelling, of properties that would hold an id of the table. */
  foreignNames({ type, collection, parameter }: Table): ReadonlySet<string> {
    const names = [`${typeKey(type)}id`, `${typeKey(lastWord(collection))}id`];
    const own = spelling(parameter);
    return new Set(own === 'id' ? names : [...names, own]);
  }

  #find(collection: string): Table | undefined {
    const itemPath = `${collection}/{}`;
    const itemOperations = this.#byPath.get(itemPath) ?? [];
    const parameter = this.map.parameterOf(collection) ?? 'id';
    const type = this.map.parameterOf(collection) === undefined ? '' : this.map.typeOf(collection);
    const about = { parameter, type };
    const list = this.#list(collection);
    const read = this.#item(this.at('GET', itemPath), about);
    const create = this.#create(collection, itemOperations.length > 0 || list !== undefined);
    const made = this.#item(create, about, ['201']);
    const changed = itemOperations.map((operation) => this.#item(operation, about)).find(Boolean);
    const shown = read ?? made ?? changed ?? list;
    if (shown === undefined || (itemOperations.length === 0 && list === undefined)) return undefined;
    const { itemKey } = list?.operation.behaviours.pagination ?? {};
    const declaredId = [read, made, changed].map((one) => one && declaredIdIn(one)).find(Boolean);
    const declared = [list?.operation, create].map((one) => one?.behaviours.resource?.type).find(Boolean);
    const idParameter = itemOperations[0]?.parameters.findLast(({ in: place }) => place === 'path');
    const name = type === '' ? (declared ?? lastWord(collection)) : type;
    return {
      collection,
      type: name,
      parameter,
      idName: idPathIn(this.shapes.of(shown.place.schema), this.shapes, { parameter, itemKey, declaredId }),
      schema: shown.place.schema,
      read,
      list,
      create,
      idParameter: itemOperations.length > 0 ? idParameter : undefined,
      isShared: (this.#model.behaviours.tenancy?.shared ?? []).some(
        (shared) => typeKey(shared) === typeKey(name),
      ),
    };
  }

  #list(collection: string): Answered | undefined {
    const operation = this.at('GET', collection);
    const content = operation && jsonContent(successOf(operation)?.content ?? []);
    if (!operation || content?.schema === undefined) return undefined;
    const place = listPlace(content.schema, this.shapes, { operation, word: lastWord(collection) });
    return place && { operation, content, place };
  }

  #item(
    operation: Operation | undefined,
    about: { readonly parameter: string; readonly type: string },
    preferred: readonly string[] = [],
  ): Answered | undefined {
    const content = operation && jsonContent(successOf(operation, preferred)?.content ?? []);
    if (!operation || content?.schema === undefined) return undefined;
    const place = itemPlace(content.schema, this.shapes, about);
    if (place) return { operation, content, place };
    const shape = this.shapes.of(content.schema);
    // What an id in a path may also name: all that stands below it.
    const isList = listPlace(content.schema, this.shapes, { operation, word: '' }) !== undefined;
    const isThing = operation.method === 'GET' && shape.properties.size > 0 && !shape.types.has('array');
    if (isList) return undefined;
    return isThing ? { operation, content, place: { tokens: [], schema: content.schema } } : undefined;
  }

  /** Below an id, a POST on the path of the id itself is a change of it in many descriptions. */
  #create(collection: string, isCollection: boolean): Operation | undefined {
    const operation = this.at('POST', collection);
    const declared = operation?.behaviours.resource?.op;
    if (declared !== undefined) return declared === 'create' ? operation : undefined;
    return isCollection && !collection.endsWith('{}') ? operation : undefined;
  }
}

/** The way from an item in to its id, where `x-contract-resource` tells it. */
function declaredIdIn({ operation, place }: Answered): readonly string[] | undefined {
  const { id } = operation.behaviours.resource ?? {};
  if (id?.in !== 'body' || id.message !== 'response') return undefined;
  const tokens = parsePointer(id.pointer);
  const isOfItem = place.tokens.every((token, position) => tokens[position] === token);
  return isOfItem ? tokens.slice(place.tokens.length) : undefined;
}

/** How many ids stand above an item. */
export const depthOf = ({ collection }: Pick<Table, 'collection'>): number =>
  collection.split('{}').length - 1;
