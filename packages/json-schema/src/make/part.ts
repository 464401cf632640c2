import { decodeToken, toPointer } from '../json-pointer.ts';
import { isObject } from '../json-values.ts';
import type { Definitions, Schema } from '../schema.ts';
import { DeadEnd } from './dead-end.ts';

/** A schema that a value has to satisfy, with where it stands. */
export interface Part {
  readonly schema: Schema;
  readonly pointer: string;
  /** The schema that `#/…` points into when it names no shared one. */
  readonly root: Schema;
  /** The shared schema it belongs to. */
  readonly owner: string | undefined;
}

/** A schema below a part. */
export function below(part: Part, schema: unknown, ...tokens: (string | number)[]): Part {
  return { ...part, schema: toSchema(schema), pointer: part.pointer + toPointer(tokens) };
}

/** What a `$ref` points to: a shared schema, or a place in the schema it stands in. */
export function referenced(part: Part, reference: string, definitions: Definitions): Part {
  const shared = /^#\/\$defs\/([^/]*)(.*)$/su.exec(reference);
  const name = shared ? decodeToken(shared[1] ?? '') : undefined;
  if (name !== undefined && Object.hasOwn(definitions, name) && !isLocal(part, name)) {
    const schema = definitions[name] ?? false;
    return walk(
      { schema, pointer: toPointer(['$defs', name]), root: schema, owner: name },
      shared?.[2] ?? '',
    );
  }
  if (!reference.startsWith('#')) {
    throw new DeadEnd(
      part.pointer,
      `it refers to ${JSON.stringify(reference)}, which is not among the shared schemas`,
    );
  }
  return walk(
    { ...part, schema: part.root, pointer: part.owner === undefined ? '' : toPointer(['$defs', part.owner]) },
    reference.slice(1),
  );
}

function isLocal(part: Part, name: string): boolean {
  const local = part.owner === undefined && isObject(part.root) ? part.root.$defs : undefined;
  return isObject(local) && Object.hasOwn(local, name);
}

function walk(start: Part, pointer: string): Part {
  let part = start;
  for (const token of pointer.split('/').slice(1).map(decodeToken)) {
    const value: unknown = part.schema;
    const next =
      isObject(value) && Object.hasOwn(value, token)
        ? value[token]
        : Array.isArray(value)
          ? value[Number(token)]
          : undefined;
    if (next === undefined) throw new DeadEnd(start.pointer + pointer, 'a reference points to nothing there');
    // Between two schemas the walk passes maps and lists; only the end is used as a schema.
    part = { ...part, schema: next as Schema, pointer: part.pointer + toPointer([token]) };
  }
  return part;
}

/** Anything that is no schema admits everything here: whether it is one, the compiler says. */
function toSchema(value: unknown): Schema {
  return typeof value === 'boolean' || isObject(value) ? value : true;
}
