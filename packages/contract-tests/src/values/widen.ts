import type { Schema } from '@plumbline/json-schema';
import { dereference } from '../plan/constraints.ts';
import { isJsonObject, type JsonObject } from './json.ts';
import { tryMake } from './make.ts';
import { tryCompile, type Workbench } from './workbench.ts';

/** Objects further inside stay as they are. */
const maxDepth = 3;

/**
 * The value with every optional property that may stand beside those it has, so that each of them can be broken.
 * Properties that do not go with the others are left out.
 */
export function widen(bench: Workbench, schema: Schema, { value, purpose }: Widening): unknown {
  const check = tryCompile(bench.requests, schema);
  if (!check) return value;
  return widenAt(bench, schema, { value, purpose, depth: 0, isValid: check });
}

export interface Widening {
  readonly value: unknown;
  readonly purpose: string;
}

interface Place extends Widening {
  readonly depth: number;
  /** Whether the whole is valid with this value in this place. */
  readonly isValid: (value: unknown) => boolean;
}

function widenAt(bench: Workbench, schema: Schema, { value, purpose, depth, isValid }: Place): unknown {
  const properties = propertiesOf(bench, schema);
  if (!isJsonObject(value) || depth >= maxDepth) return value;
  let wide: JsonObject = value;
  for (const [name, property] of Object.entries(properties)) {
    const known = Object.hasOwn(wide, name)
      ? { value: wide[name] }
      : (writtenValue(bench, property) ?? tryMake(bench, property, `${purpose}/${name}`));
    if (!known) continue;
    const inside: (member: unknown) => boolean = (member) => isValid({ ...wide, [name]: member });
    if (!inside(known.value)) continue;
    const member = widenAt(bench, property, {
      value: known.value,
      purpose: `${purpose}/${name}`,
      depth: depth + 1,
      isValid: inside,
    });
    wide = { ...wide, [name]: member };
  }
  return wide;
}

/** What the author wrote into the schema is likelier to be accepted than anything made: it knows what no schema says. */
export function writtenValue(bench: Workbench, schema: Schema): { readonly value: unknown } | undefined {
  const target = dereference(schema, bench.definitions);
  if (typeof target === 'boolean') return undefined;
  const examples = Array.isArray(target.examples) ? target.examples : [];
  const written = Object.hasOwn(target, 'default') ? [...examples, target.default] : examples;
  const check = tryCompile(bench.requests, schema);
  const index = written.findIndex((value) => value !== null && (check?.(value) ?? false));
  return index < 0 ? undefined : { value: written[index] };
}

function propertiesOf(bench: Workbench, schema: Schema): Readonly<Record<string, Schema>> {
  const target = dereference(schema, bench.definitions);
  const properties = typeof target === 'object' && isJsonObject(target.properties) ? target.properties : {};
  return Object.fromEntries(
    Object.entries(properties).filter(
      (entry): entry is [string, Schema] => typeof entry[1] === 'boolean' || isJsonObject(entry[1]),
    ),
  );
}
