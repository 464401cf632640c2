import type { ApiModel, Operation } from '@plumbline/openapi';
import type { Bodies } from '../answer/bodies.ts';
import type { Examples } from '../answer/examples.ts';
import type { MadeValues } from '../answer/made-values.ts';
import type { LazyChecks } from '../checks.ts';
import { isObject, type JsonObject } from '../json.ts';
import type { MockOptions } from '../mock-options.ts';
import type { ActParts } from './acts/act-parts.ts';
import type { AnswerParts } from './answers/answer-parts.ts';
import { OperationState } from './answers/operation-state.ts';
import { Callers, DEFAULT_TENANT } from './callers.ts';
import { idOf, withId } from './item-values.ts';
import {
  type CollectionView,
  DEFAULT_SESSION,
  type MockState,
  type OperationRole,
  type SeedData,
  SeedError,
} from './mock-state.ts';
import { Resources } from './resources.ts';
import type { Role } from './roles.ts';
import { Seeds } from './seeds.ts';
import { Session, writtenOut } from './session.ts';
import type { ShelfAddress } from './store.ts';
import { depthOf, type Table, Tables } from './tables.ts';
import { ValuePlans } from './value-plan.ts';
import { Views } from './views.ts';

export interface MemoryInput {
  readonly model: ApiModel;
  readonly options: MockOptions;
  readonly checks: LazyChecks;
  readonly made: MadeValues;
  readonly examples: Examples;
  readonly bodies: Bodies;
}

/** Sessions that nobody ended; the one unused for the longest makes room. */
const MAX_SESSIONS = 1000;

/** The state of a mock: its sessions, and what operations do with them. */
export class MockMemory implements MockState {
  readonly callers: Callers;
  readonly views: Views;
  readonly #model: ApiModel;
  readonly #options: MockOptions;
  readonly #resources: Resources;
  readonly #seeds: Seeds;
  readonly #parts: ActParts & AnswerParts;
  readonly #sessions = new Map<string, Session>();

  constructor({ model, options, checks, made, examples, bodies }: MemoryInput) {
    const homeTenant = homeTenantOf(options);
    const { scopes = true, paging = true } = options.behaviours ?? {};
    const seed = String(options.seed ?? 'state');
    const tables = new Tables(model);
    this.#model = model;
    this.#options = options;
    this.callers = new Callers(model, { keepsScopes: scopes, homeTenant });
    this.#seeds = new Seeds({ tables, bodies, examples, made, seed: String(options.seed ?? ''), homeTenant });
    this.#resources = new Resources(model, tables, this.#seeds);
    this.views = new Views(tables.shapes, checks, made);
    const plans = new ValuePlans(tables.shapes);
    const { views } = this;
    this.#parts = { resources: this.#resources, views, plans, made, seed, keepsPaging: paging };
  }

  /** What an operation does with the state, worked out for all of its requests. */
  prepare(operation: Operation): OperationState {
    return new OperationState(operation, this.#parts);
  }

  session(name: string = DEFAULT_SESSION): Session {
    const known = this.#sessions.get(name) ?? this.#open(name);
    // A Map lists in order of insertion: what was used last is listed last.
    this.#sessions.delete(name);
    this.#sessions.set(name, known);
    return known;
  }

  get sessionNames(): readonly string[] {
    return [...this.#sessions.keys()];
  }

  get roles(): readonly OperationRole[] {
    return this.#model.operations.map((operation) =>
      describeRole(operation, this.#resources.roleOf(operation)),
    );
  }

  /** What another description's mock remembered, as far as this one has a place for it. */
  takeOver(before: MockState | undefined): void {
    for (const name of before?.sessionNames ?? []) {
      const snapshot = before?.session(name).snapshot();
      if (snapshot) this.session(name).restore(snapshot);
    }
  }

  #open(name: string): Session {
    const [oldest] = this.#sessions.keys();
    if (this.#sessions.size >= MAX_SESSIONS && oldest !== undefined) this.#sessions.delete(oldest);
    return new Session(name, {
      firstItems: (address) => this.#seeds.itemsOf(address),
      tokens: this.#options.tokens ?? {},
      now: this.#options.now ?? Date.now,
      plant: (session, data) => this.#plant(session, data),
      viewCollections: (session) => this.#view(session),
      knows: (collection) => this.#knows(collection),
    });
  }

  #knows(collection: string): boolean {
    const { tables } = this.#resources;
    return tables.of(collection) !== undefined || tables.at('GET', collection) !== undefined;
  }

  #plant(session: Session, { items = {}, tenant }: SeedData): void {
    const planned = Object.entries(items).flatMap(([key, values]) => this.#planItems(key, values, tenant));
    for (const { address, id, value } of planned) session.store.put(address, { id, value, links: {} });
  }

  #planItems(
    key: string,
    values: readonly JsonObject[],
    tenant = homeTenantOf(this.#options),
  ): readonly { readonly address: ShelfAddress; readonly id: string; readonly value: JsonObject }[] {
    const { table, ids } = this.#placeOf(key);
    const address = this.#resources.addressOf(table, ids, tenant);
    const { shapes } = this.#resources.tables;
    const sample = this.#seeds.valuesOf(table)[0] ?? {};
    return values.map((value, index) => {
      if (!isObject(value)) throw new SeedError(`Item ${index} of \`${key}\` is no object.`);
      const id = idOf(value, table.idName);
      if (id === undefined) {
        throw new SeedError(
          `Item ${index} of \`${key}\` has no id. Give it a value for \`${table.idName ?? 'id'}\`.`,
        );
      }
      return { address, id, value: withId({ ...sample, ...value }, id, { table, shapes }) };
    });
  }

  #placeOf(key: string): { readonly table: Table; readonly ids: readonly string[] } {
    const { tables } = this.#resources;
    const found = key.startsWith('/') ? this.#atPath(key) : { table: tables.named(key), ids: [] };
    const { table, ids } = found;
    if (table && ids.length === depthOf(table)) return { table, ids };
    const roots = tables.all.filter((one) => depthOf(one) === 0).map(({ type }) => type);
    throw new SeedError(
      table
        ? `A ${table.type} stands below something else. Name it by its path with the ids written out: ${table.collection}.`
        : `\`${key}\` is no collection. There are ${[...new Set(roots)].join(', ') || 'none'}.`,
    );
  }

  #atPath(path: string): { readonly table: Table | undefined; readonly ids: readonly string[] } {
    const segments = path.split('/');
    for (const table of this.#resources.tables.all) {
      const template = table.collection.split('/');
      const fits =
        template.length === segments.length &&
        template.every((segment, index) => segment === '{}' || segment === segments[index]);
      if (fits)
        return {
          table,
          ids: segments.filter((_, index) => template[index] === '{}').map(decodeURIComponent),
        };
    }
    return { table: undefined, ids: [] };
  }

  /** What stands at the top is looked at, so that a page shows the start state too. */
  #view({ store }: Session): readonly CollectionView[] {
    const { tables, hasTenants } = this.#resources;
    const tenant = hasTenants ? homeTenantOf(this.#options) : '';
    for (const table of tables.all) {
      if (depthOf(table) === 0) store.items(this.#resources.addressOf(table, [], tenant));
    }
    return store.shelves.map((address) => ({
      type: tables.of(address.collection)?.type ?? '',
      path: writtenOut(address.collection, address.parents),
      tenant: address.tenant,
      items: [...store.items(address).values()].map(({ value }) => value),
    }));
  }
}

/** Whose things the examples are. */
const homeTenantOf = ({ tokens = {} }: MockOptions): string =>
  Object.values(tokens).find(({ tenant }) => tenant !== undefined)?.tenant ?? DEFAULT_TENANT;

function describeRole(operation: Operation, role: Role): OperationRole {
  if (role.kind === 'view') return { operation: operation.id, role: 'view' };
  if (role.kind === 'singleton') return { operation: operation.id, role: 'singleton' };
  const { type } = role.table;
  if (role.kind !== 'action') return { operation: operation.id, role: role.kind, type };
  if (Object.keys(role.set).length === 0 && !role.creates) {
    const note = 'It answers its example: what it does to the item is not declared (`x-contract-resource`).';
    return { operation: operation.id, role: 'action', type, note };
  }
  const note = 'What it sets is guessed from its name.';
  return { operation: operation.id, role: 'action', type, ...(role.isGuess ? { note } : {}) };
}
