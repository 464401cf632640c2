import {
  type Definitions,
  InvalidSchema,
  makeValue,
  type Schema,
  UnsatisfiableSchema,
} from '@plumbline/json-schema';
import type { Diagnostic, MediaType, Place } from '@plumbline/openapi';
import type { Findings } from '../findings.ts';
import { mediaKind } from '../media-kind.ts';
import { MockRefusal, prismProblem } from './prism-problem.ts';
import { toSeed } from './seed.ts';

/** One may have `null` where another has something to give. */
const DONORS = 4;
/** How many items a made sequence has. */
const SEQUENCE_LENGTH = 3;

/** Values made of schemas, each of them valid. */
export class MadeValues {
  readonly #definitions: Definitions;
  readonly #findings: Findings;

  constructor(definitions: Definitions, findings: Findings) {
    this.#definitions = definitions;
    this.#findings = findings;
  }

  /** A body. Throws a `MockRefusal` where the schema leaves none. */
  body(content: MediaType, seed: number): unknown {
    const { schema, itemSchema, mediaType, place } = content;
    if (schema !== undefined) return this.#need(schema, seed, place);
    if (itemSchema === undefined) return mediaKind(mediaType) === 'json' ? {} : '';
    return Array.from({ length: SEQUENCE_LENGTH }, (_, index) =>
      this.#need(itemSchema, (seed + index) >>> 0, place),
    );
  }

  /** Different values of one schema, to mend an invalid one with. */
  donors(schema: Schema, place: Place): readonly unknown[] {
    const seed = toSeed(place.pointer);
    const made = Array.from({ length: DONORS }, (_, index) => this.attempt(schema, (seed + index) >>> 0));
    return made.flatMap((donor) => (donor ? [donor.value] : []));
  }

  /** Undefined where the schema leaves no value. */
  attempt(schema: Schema, seed: number): { readonly value: unknown } | undefined {
    try {
      return { value: this.#make(schema, seed) };
    } catch (error) {
      if (isHopeless(error)) return undefined;
      throw error;
    }
  }

  #need(schema: Schema, seed: number, place: Place): unknown {
    try {
      return this.#make(schema, seed);
    } catch (error) {
      if (!isHopeless(error)) throw error;
      this.#findings.add(noValue(error, place));
      const detail = `No value can be made for the answer. ${error.message}`;
      throw new MockRefusal(prismProblem('SCHEMA_TOO_COMPLEX', detail), { cause: error });
    }
  }

  #make(schema: Schema, seed: number): unknown {
    return makeValue(schema, { definitions: this.#definitions, seed, projection: 'response' });
  }
}

function isHopeless(error: unknown): error is UnsatisfiableSchema | InvalidSchema {
  return error instanceof UnsatisfiableSchema || error instanceof InvalidSchema;
}

function noValue(error: Error, place: Place): Diagnostic {
  return {
    rule: 'mock/no-value',
    severity: 'warning',
    message: `No answer can be made. ${error.message}`,
    place,
    help: 'Add a valid example to the answer, or correct its schema.',
  };
}
