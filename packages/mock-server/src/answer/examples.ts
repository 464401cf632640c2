import { toProblems } from '@plumbline/json-schema';
import type { Diagnostic, Example, MediaType } from '@plumbline/openapi';
import type { LazyChecks } from '../checks.ts';
import type { Findings } from '../findings.ts';
import { mediaKind } from '../media-kind.ts';
import type { MadeValues } from './made-values.ts';
import { repairValue } from './repair-value.ts';

/** A value that may be sent. */
export interface Usable {
  readonly value: unknown;
}

export interface UsableExample extends Usable {
  readonly example: Example;
}

/** The examples of the description, held against their schemas before they are sent. */
export class Examples {
  readonly #checks: LazyChecks;
  readonly #findings: Findings;
  readonly #made: MadeValues;
  readonly #examined = new WeakMap<Example, Usable | undefined>();

  constructor(checks: LazyChecks, findings: Findings, made: MadeValues) {
    this.#checks = checks;
    this.#findings = findings;
    this.#made = made;
  }

  /** Those that may be sent, as they are to be sent. */
  all(content: MediaType): readonly UsableExample[] {
    return content.examples.flatMap((example) => {
      const found = this.usable(content, example);
      return found ? [{ example, value: found.value }] : [];
    });
  }

  /** One that is valid as written goes before one that had to be mended. */
  first(content: MediaType): UsableExample | undefined {
    const examples = this.all(content);
    return examples.find(({ example, value }) => value === example.value) ?? examples[0];
  }

  /** The example, mended where it is invalid; undefined when nothing can be saved of it. */
  usable(content: MediaType, example: Example): Usable | undefined {
    if (!this.#examined.has(example)) this.#examined.set(example, this.#examine(content, example));
    return this.#examined.get(example);
  }

  /** What is wrong with a value as this content, in one sentence; undefined when it may be sent. */
  problemOf(content: MediaType, value: unknown): string | undefined {
    const { schema, itemSchema, place } = content;
    if (schema !== undefined) {
      const check = this.#checks.response(schema, place);
      if (!check(value)) return problemText(check.errors);
    }
    if (itemSchema === undefined || !Array.isArray(value)) return undefined;
    const check = this.#checks.response(itemSchema, place);
    return value.every((item) => check(item)) ? undefined : problemText(check.errors);
  }

  #examine(content: MediaType, example: Example): Usable | undefined {
    // Of what is not JSON, a text is what goes over the wire, and its schema speaks of what it stands for.
    if (typeof example.value === 'string' && mediaKind(content.mediaType) !== 'json') return example;
    const problem = this.problemOf(content, example.value);
    if (problem === undefined) return example;
    const mended = this.#mend(content, example.value);
    if (!this.#isForRequests(content, example)) {
      this.#findings.add(invalidExample(example, problem, mended !== undefined));
    }
    return mended;
  }

  #mend(content: MediaType, value: unknown): Usable | undefined {
    const parsed = parsedText(value);
    if (parsed && this.problemOf(content, parsed.value) === undefined) return parsed;
    const { schema, place } = content;
    if (schema === undefined || typeof value !== 'object') return undefined;
    const donors = this.#made.donors(schema, place);
    const repaired = repairValue(value, donors, this.#checks.response(schema, place));
    return repaired !== undefined && this.problemOf(content, repaired) === undefined
      ? { value: repaired }
      : undefined;
  }

  /** An example of the schema, not of this answer, that fits requests was meant for those. */
  #isForRequests({ schema, place }: MediaType, { isOfSchema, value }: Example): boolean {
    return isOfSchema === true && schema !== undefined && this.#checks.request(schema, place)(value);
  }
}

function problemText(errors: Parameters<typeof toProblems>[0]): string {
  const problem = toProblems(errors)[0];
  if (!problem) return 'its schema does not allow it';
  const { instancePath, message } = problem;
  return `${instancePath === '' ? 'it' : `\`${instancePath}\``} ${message}`;
}

function invalidExample(example: Example, problem: string, isMended: boolean): Diagnostic {
  return {
    rule: 'mock/example-invalid',
    severity: 'warning',
    message: `The example \`${example.name}\` is ${isMended ? 'sent mended' : 'not sent'}: ${problem}.`,
    place: example.place,
    help: 'Correct the example or its schema.',
  };
}

/** Some descriptions write JSON as a text. */
function parsedText(value: unknown): Usable | undefined {
  if (typeof value !== 'string') return undefined;
  try {
    return { value: JSON.parse(value) };
  } catch {
    return undefined;
  }
}
