import type { Schema } from '@plumbline/json-schema';
import {
  type ApiModel,
  definitionOf,
  type MediaType,
  type Operation,
  type Response,
} from '@plumbline/openapi';
import { isRecord, own } from '../document-node.ts';

/** One problem type of the description (RFC 9457, section 3.1.1), and where it is answered. */
export interface ProblemType {
  /** The `type` URI. */
  readonly type: string;
  readonly title?: string;
  /** The statuses it comes with, ascending. */
  readonly statuses: readonly string[];
  /** What it means, as the descriptions of its schemas, examples and responses say; each once. */
  readonly meanings: readonly string[];
  /** A whole problem, from an example. */
  readonly example?: Readonly<Record<string, unknown>>;
  /** The ids of the operations that may answer it. */
  readonly operations: readonly string[];
}

interface Found {
  title?: string;
  example?: Readonly<Record<string, unknown>>;
  readonly statuses: Set<string>;
  readonly meanings: Set<string>;
  readonly operations: Set<string>;
}

/**
 * The problem types of a description: every `type` that a schema of `application/problem+json`
 * fixes by `const` or `enum`, or that an example of one shows. In the order of their URIs.
 */
export function collectProblems(model: ApiModel): readonly ProblemType[] {
  const found = new Map<string, Found>();
  for (const operation of model.operations) {
    for (const response of operation.responses) {
      for (const media of response.content.filter(isProblem)) {
        collectFrom({ model, operation, response, media }, found);
      }
    }
  }
  return [...found]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([type, { title, example, statuses, meanings, operations }]) => ({
      type,
      ...(title === undefined ? {} : { title }),
      statuses: [...statuses].sort(),
      meanings: [...meanings],
      ...(example === undefined ? {} : { example }),
      operations: [...operations],
    }));
}

function isProblem({ mediaType }: MediaType): boolean {
  return (mediaType.split(';', 1)[0] ?? '').trim().toLowerCase() === 'application/problem+json';
}

interface Answer {
  readonly model: ApiModel;
  readonly operation: Operation;
  readonly response: Response;
  readonly media: MediaType;
}

function collectFrom(answer: Answer, found: Map<string, Found>): void {
  collectFromSchema(answer, found);
  const { model, operation, response, media } = answer;
  for (const { value, summary } of [...media.examples, ...schemaExamples(media.schema, model)]) {
    const type = own(value, 'type');
    if (typeof type !== 'string' || !isRecord(value)) continue;
    const entry = entryOf(type, found);
    const title = own(value, 'title');
    if (typeof title === 'string') entry.title ??= title;
    entry.example ??= value;
    entry.operations.add(operation.id);
    entry.statuses.add(String(own(value, 'status') ?? response.status));
    if (summary !== undefined) entry.meanings.add(summary);
  }
}

function collectFromSchema({ model, operation, response, media }: Answer, found: Map<string, Found>): void {
  for (const part of schemaParts(media.schema, model)) {
    const properties = own(part, 'properties');
    const types = fixedValues(own(properties, 'type'), model).filter((type) => typeof type === 'string');
    for (const type of types) {
      const entry = entryOf(type, found);
      // A list of all types of the API does not say that this operation answers each of them.
      if (types.length > 1) continue;
      const [title] = fixedValues(own(properties, 'title'), model);
      const [status] = fixedValues(own(properties, 'status'), model);
      if (typeof title === 'string') entry.title ??= title;
      entry.operations.add(operation.id);
      entry.statuses.add(String(status ?? response.status));
      const meaning = own(part, 'description');
      if (typeof meaning === 'string') entry.meanings.add(meaning);
    }
  }
}

function entryOf(type: string, found: Map<string, Found>): Found {
  const entry = found.get(type) ?? { statuses: new Set(), meanings: new Set(), operations: new Set() };
  found.set(type, entry);
  return entry;
}

/** The schema and all it refers to or is composed of, each once. */
function schemaParts(schema: Schema | undefined, model: ApiModel): ReadonlySet<Record<string, unknown>> {
  const parts = new Set<Record<string, unknown>>();
  const queue: unknown[] = [schema];
  while (queue.length > 0) {
    const part = queue.pop();
    if (!isRecord(part) || parts.has(part)) continue;
    parts.add(part);
    queue.push(definitionOf(own(part, '$ref'), model.schemas));
    for (const keyword of ['allOf', 'oneOf', 'anyOf']) {
      const members = own(part, keyword);
      if (Array.isArray(members)) queue.push(...members);
    }
  }
  return parts;
}

function fixedValues(schema: unknown, model: ApiModel): readonly unknown[] {
  return [...schemaParts(schema as Schema | undefined, model)].flatMap((part) => {
    if (Object.hasOwn(part, 'const')) return [part.const];
    const members = own(part, 'enum');
    return Array.isArray(members) ? members : [];
  });
}

function schemaExamples(schema: Schema | undefined, model: ApiModel): { value: unknown; summary?: string }[] {
  return [...schemaParts(schema, model)].flatMap((part) => {
    const examples = own(part, 'examples');
    return (Array.isArray(examples) ? examples : []).map((value: unknown) => ({ value }));
  });
}
