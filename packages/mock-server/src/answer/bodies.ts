import type { Definitions } from '@plumbline/json-schema';
import type { Example, MediaType } from '@plumbline/openapi';
import { withAuthorsValues } from './authors-values.ts';
import type { Examples } from './examples.ts';
import type { MadeValues } from './made-values.ts';
import { randomSeed, toSeed } from './seed.ts';

export interface BodyWish {
  /** The example that negotiation came to. */
  readonly example?: Example | undefined;
  /** Whether the request named it: then it stands before `ignoreExamples`. */
  readonly isNamed: boolean;
  readonly isDynamic: boolean;
  /** Undefined: made values of dynamic answers are random. */
  readonly seed: string | undefined;
  /** Tells the contents of different answers apart where they share a schema. */
  readonly key: string;
}

export interface BodiesInput {
  readonly definitions: Definitions;
  readonly examples: Examples;
  readonly made: MadeValues;
  readonly ignoresExamples: boolean;
}

/** Values kept for one content: seeds come with requests, so there may be any number of them. */
const MAX_KEPT = 16;

/** Chooses the value that a body is written from. */
export class Bodies {
  readonly #input: BodiesInput;
  /** What is not dynamic is the same for every request, so it is made once. */
  readonly #kept = new WeakMap<MediaType, Map<string, unknown>>();

  constructor(input: BodiesInput) {
    this.#input = input;
  }

  /** Throws a `MockRefusal` where there is no valid value. */
  choose(content: MediaType, wish: BodyWish): unknown {
    const { examples, made, ignoresExamples } = this.#input;
    const { example, seed, key } = wish;
    const named = wish.isNamed && example ? examples.usable(content, example) : undefined;
    if (named) return named.value;
    const hasSchema = content.schema !== undefined || content.itemSchema !== undefined;
    if (wish.isDynamic && hasSchema) {
      return made.body(content, seed === undefined ? randomSeed() : toSeed(`${seed} ${key}`));
    }
    const shown = ignoresExamples ? undefined : examples.first(content);
    return shown ? shown.value : this.#keptValue(content, seed === undefined ? key : `${seed} ${key}`);
  }

  #keptValue(content: MediaType, key: string): unknown {
    const values = this.#kept.get(content) ?? new Map<string, unknown>();
    this.#kept.set(content, values);
    if (values.has(key)) return values.get(key);
    const value = this.#makeStatic(content, toSeed(key));
    if (values.size < MAX_KEPT) values.set(key, value);
    return value;
  }

  /** With what the author wrote into the schema, as far as that fits together. */
  #makeStatic(content: MediaType, seed: number): unknown {
    const { definitions, examples, made, ignoresExamples } = this.#input;
    const value = made.body(content, seed);
    if (content.schema === undefined || ignoresExamples) return value;
    const written = withAuthorsValues(value, content.schema, definitions);
    return examples.problemOf(content, written) === undefined ? written : value;
  }
}
