import { fileURLToPath } from 'node:url';
import { loadDescription } from '@plumbline/openapi';

/** What the description says of a step type, as the catalogue of steps takes it over. */
export interface DescribedStep {
  readonly name: string;
  readonly description: string;
  readonly paramsSchema: object;
}

type JsonObject = Readonly<Record<string, unknown>>;

const root = fileURLToPath(new URL('../../../spec/openapi.yaml', import.meta.url));
const dialect = 'https://json-schema.org/draft/2020-12/schema';

/** Reads the step types of the description, by type and in its order. */
export async function readDescribedSteps(): Promise<Readonly<Record<string, DescribedStep>>> {
  const loaded = await loadDescription(root);
  if (!loaded.ok) throw new Error(`The description cannot be read: ${JSON.stringify(loaded.diagnostics)}`);
  const { document } = loaded.description;
  const { oneOf } = toObject(resolve(document, '#/components/schemas/TestStepCreate'));
  return Object.fromEntries(toArray(oneOf).map((step) => describe(document, step)));
}

/** The text of the file that the catalogue reads. */
export function toText(steps: Readonly<Record<string, DescribedStep>>): string {
  return `${JSON.stringify(steps, null, 2)}\n`;
}

function describe(document: JsonObject, reference: unknown): [type: string, step: DescribedStep] {
  const { title, description, properties } = toObject(inlined(document, reference));
  const { type, params } = toObject(properties);
  const step = {
    name: String(title).replace(/ step$/, ''),
    description: String(description),
    paramsSchema: { $schema: dialect, ...toObject(params) },
  };
  return [String(toObject(type).const), step];
}

/** A schema without references; what stands beside one goes before what it points to. */
function inlined(document: JsonObject, schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map((one) => inlined(document, one));
  if (typeof schema !== 'object' || schema === null) return schema;
  const { $ref, ...own } = toObject(schema);
  const target = $ref === undefined ? {} : toObject(resolve(document, String($ref)));
  const members = Object.entries({ ...target, ...own });
  return Object.fromEntries(members.map(([name, value]) => [name, inlined(document, value)]));
}

/** No name in the description's components has a character that a JSON Pointer would escape. */
function resolve(document: JsonObject, reference: string): unknown {
  const names = reference.replace('#/', '').split('/');
  return names.reduce<unknown>((node, name) => toObject(node)[name], document);
}

function toObject(value: unknown): JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Error(`The description has ${JSON.stringify(value)} where an object is due.`);
  }
  return { ...value };
}

function toArray(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new Error('The description does not list the types of steps.');
  return value;
}
