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

/** What is known of a schema, whichever answers refer to it. */
interface Known {
  /** Not compiled before it is used. */
  readonly check: CompiledCheck;
  /** Values that the check took. They are replaced, never changed, so each is looked at once. */
  readonly valid: WeakSet<object>;
  /** As the schema shows values; null where nothing helps. */
  readonly shown: WeakMap<JsonObject, JsonObject | null>;
  readonly names: ShownNames;
  donors: readonly unknown[] | undefined;
}

/** Things as the schemas of different answers show them. Values are never changed, so each is shown once. */
export class Views {
  readonly #shapes: SchemaShapes;
  readonly #checks: LazyChecks;
  readonly #made: MadeValues;
  readonly #known = new Map<Schema, Known>();

  constructor(shapes: SchemaShapes, checks: LazyChecks, made: MadeValues) {
    this.#shapes = shapes;
    this.#checks = checks;
    this.#made = made;
  }

  /** The thing with what the schema names of it, mended where it has to be; undefined where that does not help. */
  show(value: JsonObject, frame: Frame): JsonObject | undefined {
    const known = this.#of(frame);
    const before = known.shown.get(value);
    if (before !== undefined) return before ?? undefined;
    const shown = this.#show(value, frame, known);
    known.shown.set(value, shown ?? null);
    return shown;
  }

  isValid(value: unknown, frame: Pick<Frame, 'schema' | 'place'>): boolean {
    return takes(this.#of(frame), value);
  }

  /** A whole body, mended where it has to be; undefined where that does not help. */
  mend(value: unknown, frame: Frame): { readonly value: unknown } | undefined {
    const known = this.#of(frame);
    if (takes(known, value)) return { value };
    const given = frame.donors();
    const { check } = known;
    const repaired =
      repairValue(value, given, check) ??
      repairValue(value, [...given, ...this.#madeDonors(frame, known)], check);
    if (repaired === undefined) return undefined;
    remember(known, repaired);
    return { value: repaired };
  }

  /** Lets a value pass that was found valid by other means. */
  vouch(value: unknown, frame: Pick<Frame, 'schema' | 'place'>): void {
    remember(this.#of(frame), value);
  }

  /** For whoever checks answers on their way out: values that are known to be valid are not looked at again. */
  checkOf(schema: Schema, place: SourcePlace): CompiledCheck {
    const known = this.#of({ schema, place });
    const check: CompiledCheck = (value) => {
      if (isKnown(known, value)) return true;
      const isValid = known.check(value);
      check.errors = known.check.errors ?? null;
      return isValid;
    };
    return check;
  }

  /** Made once for each schema: to make a value takes longer than all else that a request needs. */
  #madeDonors({ schema, place }: Frame, known: Known): readonly unknown[] {
    known.donors ??= this.#made.donors(schema, place);
    return known.donors;
  }

  #show(value: JsonObject, frame: Frame, known: Known): JsonObject | undefined {
    const named = pickNamed(value, known.names);
    const mended = this.mend(named, frame)?.value;
    return isObject(mended) ? mended : this.#graft(named, frame, known);
  }

  /** Onto a valid value of the schema, where there is one. */
  #graft(value: JsonObject, frame: Frame, known: Known): JsonObject | undefined {
    const { check } = known;
    const stock = [...frame.donors(), ...this.#madeDonors(frame, known)].find(
      (donor): donor is JsonObject => isObject(donor) && check(donor),
    );
    if (stock === undefined) return undefined;
    const grafted = graftValue(value, stock, check);
    remember(known, grafted);
    return grafted;
  }

  #of({ schema, place }: Pick<Frame, 'schema' | 'place'>): Known {
    const before = this.#known.get(schema);
    if (before) return before;
    const target = this.#shapes.target(schema);
    const known = this.#known.get(target) ?? this.#learn(schema, place);
    this.#known.set(target, known);
    this.#known.set(schema, known);
    return known;
  }

  #learn(schema: Schema, place: SourcePlace): Known {
    return {
      check: this.#checks.response(schema, place),
      valid: new WeakSet(),
      shown: new WeakMap(),
      names: shownNames(this.#shapes.of(schema), this.#shapes),
      donors: undefined,
    };
  }
}

function takes(known: Known, value: unknown): boolean {
  if (isKnown(known, value)) return true;
  if (!known.check(value)) return false;
  remember(known, value);
  return true;
}

const isKnown = ({ valid }: Known, value: unknown): boolean =>
  typeof value === 'object' && value !== null && valid.has(value);

function remember({ valid }: Known, value: unknown): void {
  if (typeof value === 'object' && value !== null) valid.add(value);
}

/** Which members of a thing a schema shows. */
interface ShownNames {
  readonly named: ReadonlySet<string>;
  /** Secrets that only the answer to a create shows. */
  readonly hidden: ReadonlySet<string>;
  readonly takesAll: boolean;
}

function shownNames(shape: SchemaShape, shapes: SchemaShapes): ShownNames {
  const names = [...shape.properties.keys()];
  return {
    named: new Set(names),
    hidden: new Set(names.filter((name) => says(shapes.property(shape, name), 'writeOnly'))),
    takesAll: shape.isMap || names.length === 0,
  };
}

/** The value itself where all of it is shown. */
function pickNamed(value: JsonObject, { named, hidden, takesAll }: ShownNames): JsonObject {
  const isShown = (name: string) => (named.has(name) ? !hidden.has(name) : takesAll);
  if (Object.keys(value).every(isShown)) return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => isShown(name)));
}
