import type { MediaType, Operation } from '@plumbline/openapi';
import type { HandlerRequest } from '@plumbline/runtime/server';
import type { MadeValues } from '../answer/made-values.ts';
import { lookUp, parsePointer, replaceAt } from '../answer/pointer.ts';
import { toSeed } from '../answer/seed.ts';
import { isObject, type JsonObject } from '../json.ts';
import { freshId } from './fresh-id.ts';
import { idOf, idSchemas, idShape, idTokens, withId, withOwners } from './item-values.ts';
import { hasPath, itemPlace, jsonContent, type Place, successOf } from './places.ts';
import { ownersOf, type Resources, referencesIn, type Sight } from './resources.ts';
import type { Action, Role, TableLink } from './roles.ts';
import { firstOf, isSchema, type SchemaShape, says } from './schema-shapes.ts';
import { StateRefusal } from './state-refusal.ts';
import type { Item, ShelfAddress } from './store.ts';
import { depthOf, type Table } from './tables.ts';
import type { Frame, Views } from './views.ts';
import { newValue, patchedValue, replacedValue, type Writing, withUpdate } from './written-values.ts';

/** One request to an operation that has to do with the state. */
export interface Act extends Sight {
  readonly operation: Operation;
  readonly request: HandlerRequest;
  /** Ids of the path, the outermost first. */
  readonly ids: readonly string[];
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** What came of it. */
export type Outcome =
  | {
      readonly kind: 'thing';
      readonly table: Table | undefined;
      readonly value: JsonObject;
      readonly isNew: boolean;
      readonly path?: string;
    }
  | { readonly kind: 'list'; readonly role: Extract<Role, { kind: 'list' }>; readonly items: readonly Item[] }
  | { readonly kind: 'gone' }
  /** It answers as without state. */
  | { readonly kind: 'static' };

export interface ActsInput {
  readonly resources: Resources;
  readonly views: Views;
  readonly made: MadeValues;
  readonly seed: string;
}

/** Thrown where what was written cannot be shown as the description wants it; nothing was stored. */
export class Unshowable extends Error {
  override readonly name = 'Unshowable';
}

/** What operations do with the things of a session. */
export class Acts {
  readonly #input: ActsInput;

  constructor(input: ActsInput) {
    this.#input = input;
  }

  /** Throws a `StateRefusal`, or `Unshowable`. */
  perform(role: Role, act: Act): Outcome {
    const { resources } = this.#input;
    resources.needParents(act.operation, this.#idsAbove(role, act), act);
    switch (role.kind) {
      case 'create':
        return this.#create(role.table, act, role.link);
      case 'list':
        return { kind: 'list', role, items: this.#list(role, act) };
      case 'read':
        return this.#read(role.table, act);
      case 'update':
      case 'replace':
        return this.#change(role, act);
      case 'delete':
        return this.#delete(role.table, act);
      case 'action':
        return this.#action(role, act);
      case 'singleton':
        return this.#singleton(role, act);
      case 'view':
        return { kind: 'static' };
    }
  }

  /** The item itself is looked for by its own role. */
  #idsAbove(role: Role, { ids }: Act): readonly string[] {
    const hasOwn = ['read', 'update', 'replace', 'delete'].includes(role.kind);
    return hasOwn ? ids.slice(0, -1) : ids;
  }

  #own(table: Table, act: Act): { readonly address: ShelfAddress; readonly id: string } {
    const address = this.#input.resources.addressOf(table, act.ids, act.tenant);
    return { address, id: act.ids[depthOf(table)] ?? '' };
  }

  #read(table: Table, act: Act): Outcome {
    const { address, id } = this.#own(table, act);
    const { value } = this.#input.resources.need(table, address, act, id);
    return { kind: 'thing', table, value, isNew: false };
  }

  #list({ table, link }: Extract<Role, { kind: 'list' }>, act: Act): readonly Item[] {
    const { resources } = this.#input;
    const address = resources.addressOf(table, act.ids, act.tenant);
    const items = [...act.store.items(address).values()];
    const owner = link && resources.tables.of(link.collection);
    const id = act.ids.at(-1);
    if (!owner || id === undefined) return items;
    return items.filter((item) => resources.belongsTo(item, owner, id));
  }

  #create(table: Table, act: Act, link: TableLink | undefined): Outcome {
    const sent = this.#sent(table, act);
    this.#requireReferences(sent, act);
    const address = this.#input.resources.addressOf(table, act.ids, act.tenant);
    const sample = this.#sampleOf(table, act.operation);
    const made = newValue(sent, sample, this.#writing(table, act));
    const id = this.#newId(table, { sent, address, act });
    return this.#add(table, { act, address, id, sample, value: made, link });
  }

  #add(
    table: Table,
    made: {
      readonly act: Act;
      readonly address: ShelfAddress;
      readonly id: string;
      readonly sample: JsonObject;
      readonly value: JsonObject;
      readonly link: TableLink | undefined;
    },
  ): Outcome {
    const { act, address, id, link } = made;
    const { tables } = this.#input.resources;
    const shape = tables.shapes.of(table.schema);
    const linked = link && act.ids.at(-1);
    const links = link && linked !== undefined ? { [link.collection]: linked } : {};
    const owner = link && tables.of(link.collection);
    const owners = [
      ...ownersOf(tables, table.collection, address.parents),
      ...(owner && linked !== undefined ? [{ names: tables.foreignNames(owner), id: linked }] : []),
    ];
    const named = withId(withoutIdOf(made.sample, made.value, id, table), id, {
      table,
      shapes: tables.shapes,
    });
    const whole = withOwners(named, owners, shape, tables.shapes);
    const secrets = this.#secrets(act);
    const value = this.#settle(table, { ...whole, ...secrets });
    act.store.put(address, { id, value: without(value, Object.keys(secrets)), links });
    const path = `${address.parents.reduce((text, parent) => text.replace('{}', encodeURIComponent(parent)), table.collection)}/${encodeURIComponent(id)}`;
    return { kind: 'thing', table, value: { ...value, ...secrets }, isNew: true, path };
  }

  #change(role: Extract<Role, { kind: 'update' | 'replace' }>, act: Act): Outcome {
    const { table } = role;
    const { resources } = this.#input;
    const { address, id } = this.#own(table, act);
    const item = resources.find(table, address, act, id);
    const sent = this.#sent(table, act);
    if (!item && role.kind === 'replace' && makesNew(act.operation, table)) {
      const sample = this.#sampleOf(table, act.operation);
      const value = newValue(sent, sample, this.#writing(table, act));
      return this.#add(table, { act, address, id, sample, value, link: undefined });
    }
    const { value, links, id: ownId } = item ?? resources.need(table, address, act, id);
    this.#requireReferences(sent, act);
    const change = role.kind === 'update' ? patchedValue : replacedValue;
    const { shapes } = resources.tables;
    const next = change(value, sent, this.#writing(table, act));
    const hasId = idOf(value, table.idName) === ownId;
    const changed = this.#settle(table, hasId ? withId(next, ownId, { table, shapes }) : next);
    act.store.put(address, { id: ownId, value: changed, links });
    return { kind: 'thing', table, value: changed, isNew: false };
  }

  #delete(table: Table, act: Act): Outcome {
    const { address, id } = this.#own(table, act);
    const item = this.#input.resources.need(table, address, act, id);
    act.store.remove(address, item.id);
    for (const [text, token] of act.store.tokens) {
      const isOfItem = token.madeWith?.collection === table.collection && token.madeWith.id === item.id;
      if (isOfItem) act.store.putToken(text, { ...token, isEnded: true });
    }
    return { kind: 'gone' };
  }

  #action(role: Action, act: Act): Outcome {
    const { table } = role;
    const { address, id } = this.#own(table, act);
    const item =
      act.ids.length > depthOf(table) ? this.#input.resources.need(table, address, act, id) : undefined;
    if (item && role.creates) return this.#createFrom(item, role.creates, table, act);
    if (
      !item ||
      (Object.keys(role.set).length === 0 && !shows(act.operation, table, this.#input.resources))
    ) {
      return { kind: 'static' };
    }
    const set = Object.entries(role.set).reduce<unknown>(
      (value, [pointer, wanted]) => replaceAt(value, parsePointer(pointer), evaluate(wanted, act)),
      item.value,
    );
    const writing = this.#writing(table, act);
    const changed = this.#settle(table, withUpdate(isObject(set) ? set : item.value, writing));
    act.store.put(address, { id: item.id, value: changed, links: item.links });
    return { kind: 'thing', table, value: changed, isNew: false };
  }

  /** A copy, where a thing makes one of its own kind; else something that belongs to it. */
  #createFrom(source: Item, table: Table, sourceTable: Table, act: Act): Outcome {
    const { resources } = this.#input;
    const { tables } = resources;
    const isCopy = table === sourceTable;
    const sample = this.#sampleOf(table, act.operation);
    const writing = this.#writing(table, act);
    const sent = this.#sent(table, act);
    const made = isCopy ? { ...source.value, ...sent } : newValue(sent, sample, writing);
    const address = resources.addressOf(table, act.ids, act.tenant);
    const id = this.#newId(table, { sent: {}, address, act });
    const owners = [{ names: tables.foreignNames(sourceTable), id: source.id }];
    const shape = tables.shapes.of(table.schema);
    const value = isCopy ? made : withOwners(made, owners, shape, tables.shapes);
    const link = isCopy ? undefined : { collection: sourceTable.collection };
    return this.#add(table, { act, address, id, sample: isCopy ? source.value : sample, value, link });
  }

  #singleton({ change }: Extract<Role, { kind: 'singleton' }>, act: Act): Outcome {
    const { resources } = this.#input;
    const { tables } = resources;
    const path = tables.map.collectionOf(act.operation);
    const address = { collection: path, parents: act.ids, tenant: resources.hasTenants ? act.tenant : '' };
    const read = tables.at('GET', path);
    const content = read && jsonContent(successOf(read)?.content ?? []);
    if (!read || content?.schema === undefined) return { kind: 'static' };
    const value = act.store.singleton(address) ?? this.#firstSingleton(read, content, act);
    if (value === undefined) return { kind: 'static' };
    if (change === 'none') return { kind: 'thing', table: undefined, value, isNew: false };
    const { body } = act.request;
    const writing = this.#writingOf(tables.shapes.of(content.schema), undefined, act);
    const sent = isObject(body) ? body : {};
    const next =
      change === 'update' ? patchedValue(value, sent, writing) : replacedValue(value, sent, writing);
    const settled = this.#show(next, { schema: content.schema, place: content.place, donors: () => [value] });
    act.store.putSingleton(address, settled);
    return { kind: 'thing', table: undefined, value: settled, isNew: false };
  }

  #firstSingleton(read: Operation, content: MediaType, act: Act): JsonObject | undefined {
    const { resources } = this.#input;
    const value = resources.seeds.staticBody(read, content);
    if (!isObject(value)) return undefined;
    const { tables } = resources;
    const shape = tables.shapes.of(content.schema);
    const owners = ownersOf(tables, tables.map.collectionOf(read), act.ids);
    return withOwners(value, owners, shape, tables.shapes);
  }

  /** What the body says of the item; wrapped, where the answer wraps it in the same way. */
  #sent(table: Table, { request }: Act): JsonObject {
    const { body } = request;
    if (!isObject(body)) return {};
    const tokens = (table.read ?? table.list)?.place.tokens ?? [];
    const [name] = table.read?.place.tokens ?? tokens;
    const inner = name !== undefined && Object.keys(body).length === 1 ? lookUp(body, [name]) : undefined;
    return isObject(inner) ? inner : body;
  }

  #writing(table: Table, act: Act): Writing {
    return this.#writingOf(this.#input.resources.tables.shapes.of(table.schema), table.idName, act);
  }

  #writingOf(answer: SchemaShape, idName: string | undefined, { operation, request, now }: Act): Writing {
    const { shapes } = this.#input.resources.tables;
    const content = operation.requestBody?.content ?? [];
    const sent =
      content.find(({ mediaType }) => mediaType.toLowerCase() === request.contentType) ?? content[0];
    const whole = shapes.of(sent?.schema);
    const [only, ...others] = [...whole.properties.keys()];
    const isWrapped =
      only !== undefined &&
      others.length === 0 &&
      isObject(lookUp(request.body, [only])) &&
      !answer.properties.has(only);
    return { shapes, answer, request: isWrapped ? shapes.property(whole, only) : whole, idName, now };
  }

  /** As the answer to this very operation shows a new one, with what only reading shows. */
  #sampleOf(table: Table, operation: Operation): JsonObject {
    const { resources } = this.#input;
    const { shapes } = resources.tables;
    const content = jsonContent(successOf(operation, ['201'])?.content ?? []);
    const place = content?.schema === undefined ? undefined : itemPlace(content.schema, shapes, table);
    const shown = content && place && lookUp(resources.seeds.staticBody(operation, content), place.tokens);
    const [first = {}] = resources.seeds.valuesOf(table);
    if (!isObject(shown)) return first;
    // What an author wrote of another answer says more than what is made for this one.
    return content && content.examples.length > 0 ? { ...first, ...shown } : { ...shown, ...first };
  }

  #newId(
    table: Table,
    about: { readonly sent: JsonObject; readonly address: ShelfAddress; readonly act: Act },
  ): string {
    const { address, act } = about;
    const chosen = this.#chosenId(table, about);
    if (chosen !== undefined) return chosen;
    const { resources, made, seed, views } = this.#input;
    const { shapes } = resources.tables;
    const shape = shapes.of(table.schema);
    const schemas = table.idName === undefined ? [] : idSchemas(shape, table.idName, shapes);
    const samples = resources.seeds.valuesOf(table).flatMap((value) => idOf(value, table.idName) ?? []);
    const schema = schemas.find(isSchema) ?? {};
    return freshId(
      {
        schema,
        shape: shapes.ofAll(schemas),
        samples,
        seed: `${seed} ${table.collection} ${address.tenant}`,
        made,
        isTaken: (id) => act.store.find(address, id) !== undefined,
        isValid: (id) => views.isValid(id, { schema, place: act.operation.place }),
      },
      act.store.nextSerial(),
    );
  }

  /** An id that the client may choose and has chosen. */
  #chosenId(
    table: Table,
    { sent, address, act }: { readonly sent: JsonObject; readonly address: ShelfAddress; readonly act: Act },
  ): string | undefined {
    const { request, shapes } = this.#writing(table, act);
    const { idName } = table;
    if (idName === undefined || !hasPath(request, idTokens(idName), shapes)) return undefined;
    if (says(idShape(request, idName, shapes), 'readOnly')) return undefined;
    const id = idOf(sent, idName);
    if (id === undefined || act.store.find(address, id) === undefined) return id;
    if (declares(act.operation, '409') || declares(act.operation, '4XX')) {
      throw new StateRefusal(
        409,
        'conflict',
        `There is a ${table.type} with the id ${JSON.stringify(id)} already.`,
      );
    }
    const [name = idName, ...way] = idTokens(idName).toReversed();
    const holder = way.reduceRight((inner, token) => shapes.property(inner, token), request);
    return holder.required.has(name) ? id : undefined;
  }

  /** Between tenants an id must not tell whether another one has it, so it has to be one of the caller's own. */
  #requireReferences(sent: JsonObject, act: Act): void {
    const { resources } = this.#input;
    if (!resources.hasTenants) return;
    for (const { table, id, name } of referencesIn(sent, resources.tables)) {
      const address = resources.addressOf(table, [], act.tenant);
      if (resources.find(table, address, act, id)) continue;
      const status = declares(act.operation, '404') ? 404 : 400;
      throw new StateRefusal(status, 'not-found', `\`${name}\` names no ${table.type} that exists.`);
    }
  }

  /** Values that this answer alone shows; new each time. */
  #secrets({ operation, store }: Act): JsonObject {
    const { resources, made, seed } = this.#input;
    const { shapes } = resources.tables;
    const schema = jsonContent(successOf(operation, ['201'])?.content ?? [])?.schema;
    if (schema === undefined) return {};
    const shape = shapes.of(schema);
    const names = [...shape.properties.keys()].filter(
      (name) => firstOf(shapes.property(shape, name), 'x-contract-reveal') !== undefined,
    );
    if (names.length === 0) return {};
    const serial = store.nextSerial();
    return Object.fromEntries(
      names.flatMap((name) => {
        const [property] = shape.properties.get(name) ?? [];
        const value = property && made.attempt(property, toSeed(`${seed} ${name} ${serial}`))?.value;
        return value === undefined ? [] : [[name, value]];
      }),
    );
  }

  /** As the fullest description of the table has it, with what other answers show beside. */
  #settle(table: Table, value: JsonObject): JsonObject {
    const { resources } = this.#input;
    const place = table.read?.content.place ?? table.list?.content.place ?? table.create?.place;
    if (place === undefined) return value;
    const donors = () => resources.seeds.valuesOf(table);
    return { ...value, ...this.#show(value, { schema: table.schema, place, donors }) };
  }

  #show(value: JsonObject, frame: Frame): JsonObject {
    const shown = this.#input.views.show(value, frame);
    if (shown) return shown;
    throw new Unshowable('What was made of the request breaks the schema of the answer');
  }
}

export const declares = ({ responses }: Operation, status: string): boolean =>
  responses.some((response) => response.status.toUpperCase() === status);

/**
 * Whether a PUT makes what is not there: it tells so, or nothing else makes one and it does not say that it has to be
 * there. Of what it answers nothing, being there is all that there is to it.
 */
function makesNew(operation: Operation, { create }: Table): boolean {
  if (declares(operation, '201')) return true;
  if (create !== undefined) return false;
  const showsNothing = (successOf(operation)?.content.length ?? 0) === 0;
  return showsNothing || !declares(operation, '404') || /create|upsert/i.test(operation.id);
}

/** Whether the success of an operation is an item of the table. */
function shows(operation: Operation, table: Table, { tables }: Resources): boolean {
  return placeIn(operation, table, tables.shapes) !== undefined;
}

function placeIn(
  operation: Operation,
  table: Table,
  shapes: Resources['tables']['shapes'],
): Place | undefined {
  const schema = jsonContent(successOf(operation)?.content ?? [])?.schema;
  return schema === undefined ? undefined : itemPlace(schema, shapes, table);
}

/** Texts of the sample that have its id in them, such as the item's own URL, have the new one. */
function withoutIdOf(sample: JsonObject, value: JsonObject, id: string, { idName }: Table): JsonObject {
  const old = idOf(sample, idName);
  if (old === undefined || old.length < MIN_ID) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [
      name,
      typeof part === 'string' && sample[name] === part && part.includes('/')
        ? part.replaceAll(old, id)
        : part,
    ]),
  );
}

/** Shorter ids stand in texts by chance. */
const MIN_ID = 4;

const without = (value: JsonObject, names: readonly string[]): JsonObject =>
  Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)));

/** A value as declared, or what a runtime expression finds in the request (OpenAPI 3.1.1, section 4.8.20.4). */
function evaluate(wanted: unknown, { request }: Act): unknown {
  if (typeof wanted !== 'string' || !wanted.startsWith('$request.')) return wanted;
  const [, pointer] = /^\$request\.body#(.*)$/s.exec(wanted) ?? [];
  if (pointer !== undefined) return lookUp(request.body, parsePointer(pointer));
  const [, place, name = ''] = /^\$request\.(path|query)\.(.+)$/.exec(wanted) ?? [];
  return place === 'path' ? request.path[name] : request.query[name];
}
