import {
  InvalidSchema,
  makeValue,
  type Schema,
  toProblems,
  UnsatisfiableSchema,
} from '@plumbline/json-schema';
import type { ApiModel, Example, MediaType } from '@plumbline/openapi';
import type { LazyChecks } from '../checks.ts';
import type { Findings } from '../findings.ts';
import { mediaKind } from './media-kind.ts';
import { MockRefusal, prismProblem } from './prism-problem.ts';
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

/** Values for bodies, each of them valid. */
export interface Bodies {
  /** Throws a `MockRefusal` where there is no valid value. */
  choose(content: MediaType, wish: BodyWish): unknown;
  /** Whether a value may be sent as this content. */
  allows(content: MediaType, value: unknown): boolean;
  /** The examples that may be sent, as they are to be sent. */
  examples(content: MediaType): readonly { readonly example: Example; readonly value: unknown }[];
}

export interface BodiesInput {
  readonly model: ApiModel;
  readonly checks: LazyChecks;
  readonly findings: Findings;
  readonly ignoresExamples: boolean;
}

/** How many items a made sequence has. */
const SEQUENCE_LENGTH = 3;

export function createBodies({ model, checks, findings, ignoresExamples }: BodiesInput): Bodies {
  const examined = new WeakMap<Example, { readonly value: unknown } | undefined>();
  /** What is not dynamic is the same for every request, so it is made once. */
  const made = new WeakMap<MediaType, Map<string, unknown>>();

  function problemOf(content: MediaType, value: unknown): string | undefined {
    const { schema, itemSchema, place } = content;
    if (schema !== undefined) {
      const check = checks.response(schema, place);
      if (!check(value)) return problemText(check.errors);
    }
    if (itemSchema === undefined || !Array.isArray(value)) return undefined;
    const check = checks.response(itemSchema, place);
    return value.every((item) => check(item)) ? undefined : problemText(check.errors);
  }

  /** The value behind an example, undefined when it may not be sent. */
  function examine(content: MediaType, example: Example): { readonly value: unknown } | undefined {
    // Of what is not JSON, a text is what goes over the wire, and its schema speaks of what it stands for.
    if (typeof example.value === 'string' && mediaKind(content.mediaType) !== 'json') return example;
    const problem = problemOf(content, example.value);
    if (problem === undefined) return example;
    const parsed = parsedText(example.value);
    const isText = parsed !== undefined && problemOf(content, parsed.value) === undefined;
    if (!isForRequests(content, example)) findings.add(invalidExample(example, isText ? IS_TEXT : problem));
    return isText ? parsed : undefined;
  }

  /** An example of the schema, not of this answer, that fits requests was meant for those. */
  function isForRequests({ schema, place }: MediaType, example: Example): boolean {
    return (
      example.isOfSchema === true && schema !== undefined && checks.request(schema, place)(example.value)
    );
  }

  function usable(content: MediaType, example: Example): { readonly value: unknown } | undefined {
    if (!examined.has(example)) examined.set(example, examine(content, example));
    return examined.get(example);
  }

  function make(content: MediaType, seed: number): unknown {
    const { schema, itemSchema, mediaType, place } = content;
    const makeOne = (one: Schema, offset = 0) =>
      makeValue(one, { definitions: model.schemas, seed: (seed + offset) >>> 0, projection: 'response' });
    try {
      if (itemSchema !== undefined && schema === undefined) {
        return Array.from({ length: SEQUENCE_LENGTH }, (_, index) => makeOne(itemSchema, index));
      }
      if (schema !== undefined) return makeOne(schema);
    } catch (error) {
      if (!(error instanceof UnsatisfiableSchema || error instanceof InvalidSchema)) throw error;
      findings.add({
        rule: 'mock/no-value',
        severity: 'warning',
        message: `No answer can be made: ${error.message}`,
        place,
        help: 'Add a valid example to the answer, or correct its schema.',
      });
      throw new MockRefusal(
        prismProblem('SCHEMA_TOO_COMPLEX', `No value can be made for the answer: ${error.message}`),
        { cause: error },
      );
    }
    return mediaKind(mediaType) === 'json' ? {} : '';
  }

  function makeOnce(content: MediaType, key: string): unknown {
    const values = made.get(content) ?? new Map<string, unknown>();
    made.set(content, values);
    if (!values.has(key)) values.set(key, make(content, toSeed(key)));
    return values.get(key);
  }

  function allExamples(content: MediaType) {
    return content.examples.flatMap((example) => {
      const found = usable(content, example);
      return found ? [{ example, value: found.value }] : [];
    });
  }

  return {
    allows: (content, value) => problemOf(content, value) === undefined,
    examples: allExamples,
    choose(content, wish) {
      const { example, seed, key } = wish;
      const named = wish.isNamed && example ? usable(content, example) : undefined;
      if (named) return named.value;
      if (wish.isDynamic) return make(content, seed === undefined ? randomSeed() : toSeed(`${seed} ${key}`));
      if (!ignoresExamples) {
        const [first] = allExamples(content);
        if (first) return first.value;
      }
      return makeOnce(content, seed === undefined ? key : `${seed} ${key}`);
    },
  };
}

const IS_TEXT = 'it is JSON written as a text; it is sent as what the text says';

function problemText(errors: Parameters<typeof toProblems>[0]): string {
  const problem = toProblems(errors)[0];
  if (!problem) return 'its schema does not allow it';
  const { instancePath, message } = problem;
  return `${instancePath === '' ? 'it' : `\`${instancePath}\``} ${message}`;
}

function invalidExample(example: Example, problem: string) {
  return {
    rule: 'mock/example-invalid',
    severity: 'warning',
    message: `The example \`${example.name}\` is not sent as it is: ${problem}.`,
    place: example.place,
    help: 'Correct the example or its schema; until then a value of the schema is sent.',
  } as const;
}

function parsedText(value: unknown): { readonly value: unknown } | undefined {
  if (typeof value !== 'string') return undefined;
  try {
    return { value: JSON.parse(value) };
  } catch {
    return undefined;
  }
}
