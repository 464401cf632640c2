import type { Definitions, SchemaObject } from '@plumbline/json-schema';
import type { Operation, Parameter } from '@plumbline/openapi';
import { alternativesOf, answerSchemas, type Properties, propertiesOf, typesOf } from './body-properties.ts';
import { dereference } from './constraints.ts';

/** A query parameter named like a property of the items. */
export interface Filter {
  readonly parameter: Parameter;
  readonly property: string;
  /** True where both have one schema by name, or enumerate the same values: then no more than equality can be meant. */
  readonly isCertain: boolean;
}

/** The properties of the items of a list; empty where it is none. */
export function itemProperties(operation: Operation, definitions: Definitions): Properties {
  const { items } = operation.behaviours.pagination ?? {};
  const pointer = items?.in === 'body' ? items.pointer : '';
  const whole = alternativesOf(answerSchemas(operation), definitions);
  const lists = pointer
    .split('/')
    .slice(1)
    .reduce<readonly SchemaObject[]>(
      (schemas, name) => alternativesOf(propertiesOf(schemas, definitions).get(name) ?? [], definitions),
      whole,
    );
  const inside = lists.flatMap((schema) => (isSchema(schema.items) ? [schema.items] : []));
  return propertiesOf(inside, definitions);
}

const isSchema = (value: unknown): value is SchemaObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Filters by equality. Of free text a part may be enough for a match, so only closed and formal values are tested. */
export function filtersOf(operation: Operation, definitions: Definitions): readonly Filter[] {
  if (operation.method !== 'GET') return [];
  const properties = itemProperties(operation, definitions);
  return operation.parameters.flatMap((parameter) => {
    const property = parameter.in === 'query' ? properties.get(parameter.name) : undefined;
    if (!property || !isFormal(parameter, definitions) || !isScalar(property, definitions)) return [];
    return [
      { parameter, property: parameter.name, isCertain: isSameSchema(parameter, property, definitions) },
    ];
  });
}

function isFormal({ schema }: Parameter, definitions: Definitions): boolean {
  const target = dereference(schema, definitions);
  if (typeof target === 'boolean' || Object.hasOwn(target, 'default')) return false;
  return (
    Array.isArray(target.enum) ||
    target.type === 'boolean' ||
    target.type === 'integer' ||
    target.format === 'uuid'
  );
}

function isScalar(property: readonly SchemaObject[], definitions: Definitions): boolean {
  const types = typesOf(property, definitions);
  return !types.has('object') && !types.has('array');
}

function isSameSchema(
  { schema }: Parameter,
  property: readonly SchemaObject[],
  definitions: Definitions,
): boolean {
  const target = dereference(schema, definitions);
  if (typeof target === 'boolean' || !Array.isArray(target.enum)) return false;
  const members = new Set(target.enum);
  return property.every(
    (shown) =>
      Array.isArray(shown.enum) && shown.enum.every((member) => member === null || members.has(member)),
  );
}

/** A query parameter whose values name properties of the items, as `createdAt` and `-createdAt` do. */
export interface Sort {
  readonly parameter: Parameter;
  readonly orders: readonly Order[];
}

export interface Order {
  /** As it is sent. */
  readonly value: string;
  readonly property: string;
  readonly isDescending: boolean;
}

export function sortOf(operation: Operation, definitions: Definitions): Sort | undefined {
  if (operation.method !== 'GET') return undefined;
  const properties = itemProperties(operation, definitions);
  for (const parameter of operation.parameters) {
    if (parameter.in !== 'query' || !/^(sort|order|sort_?by|order_?by)$/i.test(parameter.name)) continue;
    const schema = dereference(parameter.schema, definitions);
    const members = typeof schema === 'object' && Array.isArray(schema.enum) ? schema.enum : [];
    const orders = members.flatMap((member) => readOrder(member, properties));
    if (orders.length > 0) return { parameter, orders };
  }
  return undefined;
}

function readOrder(member: unknown, properties: Properties): readonly Order[] {
  if (typeof member !== 'string') return [];
  const [, sign, property = '', direction = ''] = /^([-+]?)(\w+?)(?:[:_. ](asc|desc))?$/i.exec(member) ?? [];
  if (!properties.has(property)) return [];
  return [{ value: member, property, isDescending: sign === '-' || direction.toLowerCase() === 'desc' }];
}
