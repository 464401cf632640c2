import type { Schema, SchemaProblem } from '@plumbline/json-schema';
import type { Example } from '../model/api-model.ts';
import { child, isAbsent, itemsOf, type Node } from '../model/node.ts';
import { defineRule, type RuleContext } from './define-rule.ts';
import type { Direction, ExampleVerdict } from './example-checks.ts';
import { isJson } from './media.ts';

/** Readers, mocks and tests take examples at their word. */
export const examplesValid = defineRule({
  id: 'examples-valid',
  severity: 'error',
  why: 'Examples are what people copy, what a mock answers and what contract tests send. One that breaks its own schema misleads all three. In requests a required `readOnly` property may be missing, in responses a `writeOnly` one must be.',
  help: 'Correct the example, or the schema if the example is right.',
  good: `
paths: {}
components:
  schemas:
    Order:
      type: object
      required: [id]
      properties: { id: { type: integer } }
      examples: [{ id: 7 }]
`,
  bad: {
    description: `
paths: {}
components:
  schemas:
    Order:
      type: object
      required: [id]
      properties: { id: { type: integer } }
      examples: [{ id: seven }]
`,
    at: '/components/schemas/Order/examples/0',
  },
  Parameter(parameter, context) {
    checkOnTheWire(parameter, context);
  },
  Header(header, context) {
    checkOnTheWire(header, context);
  },
  MediaType({ mediaType, schema, examples }, context) {
    if (schema === undefined) return;
    for (const example of examples.filter(({ isOfSchema }) => !isOfSchema)) {
      if (!isChecked(mediaType, example)) continue;
      const direction = context.message;
      report(context, example.place, context.checks.problems(schema, example.value, [direction]));
    }
  },
  Schema(schema, context) {
    const several = itemsOf(child(schema, 'examples'));
    const single = child(schema, 'example');
    const examples = [...several, ...(isAbsent(single) ? [] : [single])];
    if (examples.length === 0) return;
    const read = context.read(schema);
    const directions: readonly Direction[] = ['any', 'request', 'response'];
    for (const example of examples) {
      const verdict = context.checks.problems(read, example.value, directions);
      if (isOnTheWire(schema) && isSameOnTheWire(read, example.value, context)) continue;
      report(context, example, verdict);
    }
  },
});

/** The example of a form may be the text of the form; other types are text or bytes whatever their schema. */
const isChecked = (mediaType: string, { value }: Example): boolean =>
  isJson(mediaType) || (/^application\/x-www-form-urlencoded/i.test(mediaType) && typeof value === 'object');

/** The schema of a parameter or header itself. */
const isOnTheWire = ({ pointer }: Node): boolean => /\/(parameters|headers)\/[^/]+\/schema$/.test(pointer);

interface OnTheWire {
  readonly schema: Schema;
  readonly mediaType?: string;
  readonly examples: readonly Example[];
}

function checkOnTheWire({ schema, mediaType, examples }: OnTheWire, context: RuleContext): void {
  for (const { value, isOfSchema, place } of examples) {
    if (isOfSchema || (mediaType !== undefined && typeof value === 'string')) continue;
    const verdict = context.checks.problems(schema, value, ['any']);
    if (verdict.kind === 'invalid' && isSameOnTheWire(schema, value, context)) continue;
    report(context, place, verdict);
  }
}

/** Parameters and headers are text: `5` and `"5"` look the same there. */
function isSameOnTheWire(schema: Schema, value: unknown, { checks }: RuleContext): boolean {
  if (typeof value === 'object') return false;
  const readings: readonly unknown[] =
    typeof value === 'string' ? [Number(value), value === 'true'] : [String(value)];
  return readings.some(
    (reading) =>
      String(reading) === String(value) && checks.problems(schema, reading, ['any']).kind === 'valid',
  );
}

function report(context: RuleContext, at: Node | Example['place'], verdict: ExampleVerdict): void {
  if (verdict.kind === 'valid') return;
  if (verdict.kind === 'unchecked') {
    context.report(`The example could not be checked: the schema does not compile (${verdict.reason}).`, at, {
      severity: 'warning',
      help: 'Correct the schema.',
    });
    return;
  }
  const [first, ...others] = verdict.problems;
  if (first) context.report(`The example is not valid: ${shown(first)}${rest(others.length)}.`, at);
}

const shown = ({ instancePath, message }: SchemaProblem): string =>
  instancePath === '' ? `it ${message}` : `\`${instancePath}\` ${message}`;

const rest = (count: number): string =>
  count === 0 ? '' : ` (and ${count} more ${count === 1 ? 'problem' : 'problems'})`;
