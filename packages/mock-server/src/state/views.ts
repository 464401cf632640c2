import type { CompiledCheck, Schema } from '@plumbline/json-schema';
import type { Place as SourcePlace } from '@plumbline/openapi';
import type { MadeValues } from '../answer/made-values.ts';
import { repairValue } from '../answer/repair-value.ts';
import type { LazyChecks } from '../checks.ts';
import { isObject, type JsonObject } from '../json.ts';
import { graftValue } from './graft-value.ts';
import { type SchemaShape, type SchemaShapes, says } from './schema-shapes.ts';

/** What a value is to be shown as. */
export interface Frame {
  readonly schema: Schema;
  /** Blamed where the schema cannot be used. */
  readonly place: SourcePlace;
  /** Valid values of other things, to mend with. */
  readonly donors: () => readonly unknown[];
}

/** Things as the schemas of different answers show them. Values are never changed, so each is shown once. */
export class Views {
  readonly #shapes: SchemaShapes;
  readonly #checks: LazyChecks;
  readonly #made: MadeValues;
  readonly #shown = new WeakMap<JsonObject, Map<Schema, JsonObject | undefined>>();
  readonly #compiled = new Map<Schema, CompiledCheck>();
  readonly #donors = new Map<Schema, readonly unknown[]>();

  constructor(shapes: SchemaShapes, checks: LazyChecks, made: MadeValues) {
    this.#shapes = shapes;
    this.#checks = checks;
    this.#made = made;
  }

  /** The thing with what the schema names of it, mended where it has to be; undefined where that does not help. */
  show(value: JsonObject, frame: Frame): JsonObject | undefined {
    const known = this.#shown.get(value) ?? new Map<Schema, JsonObject | undefined>();
    this.#shown.set(value, known);
    if (!known.has(frame.schema)) known.set(frame.schema, this.#show(value, frame));
    return known.get(frame.schema);
  }

  isValid(value: unknown, frame: Pick<Frame, 'schema' | 'place'>): boolean {
    return this.#check(frame)(value);
  }

  /** A whole body, mended where it has to be; undefined where that does not help. */
  mend(value: unknown, frame: Frame): { readonly value: unknown } | undefined {
    const check = this.#check(frame);
    if (check(value)) return { value };
    const given = frame.donors();
    const repaired =
      repairValue(value, given, check) ?? repairValue(value, [...given, ...this.#madeDonors(frame)], check);
    return repaired === undefined ? undefined : { value: repaired };
  }

  /** Made once for each schema: to make a value takes longer than all else that a request needs. */
  #madeDonors({ schema, place }: Frame): readonly unknown[] {
    const known = this.#donors.get(schema) ?? this.#made.donors(schema, place);
    this.#donors.set(schema, known);
    return known;
  }

  #show(value: JsonObject, frame: Frame): JsonObject | undefined {
    const named = pickNamed(value, this.#shapes.of(frame.schema), this.#shapes);
    const mended = this.mend(named, frame)?.value;
    return isObject(mended) ? mended : this.#graft(named, frame);
  }

  /** Onto a valid value of the schema, where there is one. */
  #graft(value: JsonObject, frame: Frame): JsonObject | undefined {
    const check = this.#check(frame);
    const stock = [...frame.donors(), ...this.#madeDonors(frame)].find(
      (donor): donor is JsonObject => isObject(donor) && check(donor),
    );
    return stock && graftValue(value, stock, check);
  }

  #check({ schema, place }: Pick<Frame, 'schema' | 'place'>): CompiledCheck {
    const check = this.#compiled.get(schema) ?? this.#checks.response(schema, place);
    this.#compiled.set(schema, check);
    return check;
  }
}

/** Without what the schema does not name, and without secrets that only the answer to a create shows. */
function pickNamed(value: JsonObject, shape: SchemaShape, shapes: SchemaShapes): JsonObject {
  const takesAll = shape.isMap || shape.properties.size === 0;
  return Object.fromEntries(
    Object.entries(value).filter(([name]) => {
      if (!shape.properties.has(name)) return takesAll;
      return !says(shapes.property(shape, name), 'writeOnly');
    }),
  );
}
