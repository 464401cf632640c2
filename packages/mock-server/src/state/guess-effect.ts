import type { Operation } from '@plumbline/openapi';
import { firstOf, type SchemaShapes } from './schema-shapes.ts';
import type { Table } from './tables.ts';

/** What a verb at the end of a path makes of a status, in words of many descriptions; the first one listed wins. */
const STATES: Readonly<Record<string, readonly string[]>> = {
  pause: ['paused'],
  suspend: ['suspended', 'paused'],
  resume: ['active', 'running', 'enabled'],
  activate: ['active', 'enabled'],
  enable: ['enabled', 'active'],
  disable: ['disabled', 'inactive'],
  deactivate: ['inactive', 'disabled'],
  start: ['running', 'started', 'active'],
  run: ['running'],
  stop: ['stopped', 'off'],
  cancel: ['cancelled', 'canceled'],
  close: ['closed'],
  open: ['open'],
  reopen: ['open'],
  archive: ['archived'],
  unarchive: ['active'],
  complete: ['completed', 'complete', 'done'],
  finish: ['finished', 'completed'],
  publish: ['published'],
  approve: ['approved'],
  reject: ['rejected'],
  confirm: ['confirmed'],
  revoke: ['revoked'],
  void: ['void', 'voided'],
  lock: ['locked'],
  unlock: ['unlocked', 'active'],
};

/** The effect of an action that nobody declared: its verb named among the values of the item's status. */
export function guessEffect(
  { path }: Operation,
  { schema }: Table,
  shapes: SchemaShapes,
): Readonly<Record<string, unknown>> {
  const verb = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  const wanted = Object.hasOwn(STATES, verb) ? (STATES[verb] ?? []) : [];
  const shape = shapes.of(schema);
  for (const name of ['status', 'state']) {
    const values = firstOf(shapes.property(shape, name), 'enum');
    const value = Array.isArray(values) ? wanted.find((word) => values.includes(word)) : undefined;
    if (value !== undefined) return { [`/${name}`]: value };
  }
  return {};
}
