import type { Definitions, Schema } from '@plumbline/json-schema';
import { parseFragmentPointer } from '@plumbline/json-schema/json-pointer';
import { schemaListKeywords, schemaMapKeywords } from '@plumbline/json-schema/keywords';
import { isObject } from '../json-object.ts';
import {
  child,
  descendant,
  isAbsent,
  isExtension,
  itemsOf,
  member,
  membersOf,
  type Node,
  textOf,
} from './node.ts';
import { outdatedKeywords, readAsCurrent, readOutdated } from './openapi30-schema.ts';
import type { Reading } from './reading.ts';
import { breakSchemaCircles } from './schema-circles.ts';
import { createSchemaIdentifiers, type Resource } from './schema-identifiers.ts';
import { annotationKeywords, identityKeywords, schemaKeywords } from './schema-keywords.ts';
import { createSchemaNames } from './schema-names.ts';

/**
 * Reads schemas of any dialect as JSON Schema 2020-12 and collects what they refer to, each once,
 * under a name of its own. References to schemas that nobody read yet wait in a queue, so that
 * recursion of the description never becomes recursion of this reader.
 */
export interface SchemaCollector {
  read(node: Node): Schema;
  /** Every schema that was referred to, by name. Call it when everything is read. */
  definitions(): Definitions;
  /** Where the schemas stand that were read, those inside them left out. */
  roots(): readonly Node[];
}

type MutableSchema = Record<string, unknown>;

export function createSchemaCollector(reading: Reading): SchemaCollector {
  const components = membersOf(descendant(reading.root, ['components', 'schemas'])).map(([, node]) => node);
  const names = createSchemaNames(components.map(({ pointer }) => pointer));
  const identifiers = createSchemaIdentifiers(reading.root);
  const waiting = new Map<string, { node: Node; resource: Resource }>();
  const nodes = new Map<string, Node>();
  // A response that many operations share is read for each: its schemas stay one object.
  const inline = new Map<string, { node: Node; schema: Schema }>();
  const read = new Map<string, Schema>();

  const refer = (node: Node, resource: Resource): string => {
    const name = names.nameFor(node.pointer);
    if (!nodes.has(name)) {
      nodes.set(name, node);
      waiting.set(name, { node, resource });
    }
    return `#/$defs/${name}`;
  };

  const context: SchemaContext = { reading, refer, identifiers };
  for (const node of components) refer(node, identifiers.documentResource);

  return {
    read: (node) => {
      const known = inline.get(node.pointer);
      const schema = known?.schema ?? readSchema(context, node, identifiers.resourceAt(node));
      if (!known) inline.set(node.pointer, { node, schema });
      return schema;
    },
    definitions: () => {
      for (const [name, { node, resource }] of waiting) read.set(name, readSchema(context, node, resource));
      waiting.clear();
      return breakSchemaCircles(read, (from, to) => reportCircle(reading, nodes, { from, to }));
    },
    roots: () => [...nodes.values(), ...[...inline.values()].map(({ node }) => node)],
  };
}

interface SchemaContext {
  readonly reading: Reading;
  /** Collects the schema at the node; answers the reference to it. */
  readonly refer: (node: Node, resource: Resource) => string;
  readonly identifiers: ReturnType<typeof createSchemaIdentifiers>;
}

function readSchema(context: SchemaContext, node: Node, outer: Resource): Schema {
  if (typeof node.value === 'boolean') return node.value;
  if (!isObject(node.value)) {
    context.reading.report('part-malformed', node, {
      message: 'A schema must be an object, or `true` or `false`.',
      help: 'Write the schema as a map of keywords.',
    });
    return true;
  }
  return context.reading.dialect === '3.0'
    ? readSchema30(context, node, outer)
    : readSchemaCurrent(context, node, outer);
}

function readSchema30(context: SchemaContext, node: Node, resource: Resource): Schema {
  const reference = textOf(node, '$ref');
  if (reference === undefined) return withExamples(readAsCurrent(readKeywords(context, node, resource)));
  const target = readReference(context, { node, keyword: '$ref', reference, resource });
  reportIgnored(context.reading, node);
  if (member(node.value, 'nullable') !== true) return target;
  context.reading.report('read-as-meant', node, {
    message: '`nullable` beside `$ref` has no effect in OpenAPI 3.0; it is read as admitting null.',
    help: 'Write `nullable: true` with `allOf: [{$ref: …}]`, or move to OpenAPI 3.1.',
  });
  return { anyOf: [target, { type: 'null' }] };
}

/** OpenAPI 3.0 ignores what stands beside `$ref`, constraints and annotations alike. */
function reportIgnored(reading: Reading, node: Node): void {
  const beside = membersOf(node).flatMap(([key]) => (ignorable.has(key) ? [] : [key]));
  if (beside.length === 0) return;
  const isNoted = beside.every((key) => annotationKeywords.has(key) || key === 'example' || isExtension(key));
  reading.report(isNoted ? 'not-carried' : 'read-as-meant', node, {
    message: `OpenAPI 3.0 ignores what stands beside \`$ref\`: ${beside.map((key) => `\`${key}\``).join(', ')}.`,
    help: 'Put the reference into `allOf`, or move to OpenAPI 3.1.',
  });
}

/** Texts say nothing that could be lost to a check, and `nullable` is read. */
const ignorable: ReadonlySet<string> = new Set(['$ref', 'description', 'summary', 'nullable']);

function readSchemaCurrent(context: SchemaContext, node: Node, outer: Resource): Schema {
  const resource = context.identifiers.enter(node, outer);
  const schema = readKeywords(context, node, resource);
  const dynamic = textOf(node, '$dynamicRef');
  if (dynamic !== undefined && schema.$ref === undefined) {
    Object.assign(
      schema,
      readReference(context, { node, keyword: '$dynamicRef', reference: dynamic, resource }),
    );
  }
  reportDialect(context.reading, node);
  return withExamples(readOutdatedKeywords(context.reading, node, schema));
}

function readOutdatedKeywords(reading: Reading, node: Node, schema: MutableSchema): MutableSchema {
  const outdated = outdatedKeywords(schema);
  if (outdated.length === 0) return schema;
  const named = outdated.map((keyword) => `\`${keyword}: ${String(schema[keyword])}\``).join(', ');
  reading.report('read-as-meant', node, {
    message: `${named} is OpenAPI 3.0 and means nothing since 3.1; it is read as 3.0 has it.`,
    help: 'Write the bound itself as `exclusiveMinimum` or `exclusiveMaximum`, and null as one of the types.',
  });
  return readOutdated(schema);
}

function reportDialect(reading: Reading, node: Node): void {
  const dialect = textOf(node, '$schema');
  if (dialect === undefined || isKnownDialect(dialect)) return;
  reading.report('not-carried', child(node, '$schema'), {
    message: `The schema dialect \`${dialect}\` is not known; the schema is read as JSON Schema 2020-12.`,
    help: 'Write the schema in JSON Schema 2020-12, the dialect of OpenAPI 3.1.',
  });
}

/** JSON Schema 2020-12, and OpenAPI's own dialect on top of it. */
export const isKnownDialect = (dialect: string): boolean =>
  /^https:\/\/(json-schema\.org\/draft\/2020-12|spec\.openapis\.org\/oas\/3\.[12])\//.test(dialect);

function readKeywords(context: SchemaContext, node: Node, resource: Resource): MutableSchema {
  const entries = membersOf(node).flatMap(([keyword, value]): [string, unknown][] => {
    if (identityKeywords.has(keyword)) return [];
    return Object.entries(readKeyword(context, { keyword, value, node, resource }));
  });
  // `fromEntries` defines own members, also for a keyword called `__proto__`.
  return Object.fromEntries(entries);
}

function readKeyword(
  context: SchemaContext,
  at: { keyword: string; value: Node; node: Node; resource: Resource },
): MutableSchema {
  const { keyword, value, node, resource } = at;
  if (keyword === '$ref' && typeof value.value === 'string') {
    const target = readReference(context, { node, keyword, reference: value.value, resource });
    return typeof target === 'object' ? target : {};
  }
  if (keyword === 'items' && Array.isArray(value.value)) {
    return { prefixItems: readTuple(context, value, resource) };
  }
  if (schemaKeywords.has(keyword)) return { [keyword]: readSchema(context, value, resource) };
  if (schemaListKeywords.has(keyword)) return { [keyword]: readList(context, value, resource) };
  if (schemaMapKeywords.has(keyword)) return { [keyword]: readMap(context, value, resource) };
  if (keyword === 'discriminator') return { discriminator: readDiscriminator(context, value, resource) };
  return { [keyword]: value.value };
}

const readList = (context: SchemaContext, node: Node, resource: Resource): readonly Schema[] =>
  itemsOf(node).map((item) => readSchema(context, item, resource));

const readMap = (context: SchemaContext, node: Node, resource: Resource): Readonly<Record<string, Schema>> =>
  Object.fromEntries(membersOf(node).map(([key, value]) => [key, readSchema(context, value, resource)]));

/** A list under `items` is the tuple of older drafts. */
function readTuple(context: SchemaContext, node: Node, resource: Resource): readonly Schema[] {
  context.reading.report('read-as-meant', node, {
    message: '`items` with a list is a tuple of an older draft; it is read as `prefixItems`.',
    help: 'Write `prefixItems`.',
  });
  return readList(context, node, resource);
}

/** The values of `mapping` are references or names of component schemas. */
function readDiscriminator(context: SchemaContext, node: Node, resource: Resource): unknown {
  if (!isObject(node.value)) return node.value;
  const rewrite = (value: Node): unknown =>
    typeof value.value === 'string'
      ? rewriteMapping(context, value, { text: value.value, resource })
      : value.value;
  const mapping = child(node, 'mapping');
  const fallback = child(node, 'defaultMapping');
  return {
    ...node.value,
    ...(isObject(mapping.value) && {
      mapping: Object.fromEntries(membersOf(mapping).map(([name, value]) => [name, rewrite(value)])),
    }),
    ...(!isAbsent(fallback) && { defaultMapping: rewrite(fallback) }),
  };
}

function rewriteMapping(
  context: SchemaContext,
  node: Node,
  { text, resource }: { text: string; resource: Resource },
): string {
  const named = descendant(context.reading.root, ['components', 'schemas', text]);
  if (!isAbsent(named)) return context.refer(named, context.identifiers.documentResource);
  const target = readReference(context, { node, keyword: 'mapping', reference: text, resource });
  return typeof target === 'object' ? target.$ref : text;
}

interface ReferenceUse {
  readonly node: Node;
  readonly keyword: string;
  readonly reference: string;
  readonly resource: Resource;
}

/** `true`, reported, when the reference leads nowhere: then the schema constrains nothing. */
function readReference(context: SchemaContext, use: ReferenceUse): { $ref: string } | true {
  const found = findTarget(context, use);
  if (found) return { $ref: context.refer(found.node, found.resource) };
  context.reading.report('ref-leads-nowhere', use.node, {
    message: `The reference \`${use.reference}\` in \`${use.keyword}\` leads nowhere.`,
    help: 'Correct the reference, or add the schema it names.',
  });
  return true;
}

function findTarget(
  context: SchemaContext,
  { reference, resource, node, keyword }: ReferenceUse,
): { node: Node; resource: Resource } | undefined {
  const { reading, identifiers } = context;
  const tokens = parseFragmentPointer(reference);
  if (tokens && (tokens.length > 0 || resource.node.pointer !== '')) {
    // A schema with an `$id` is a document of its own (JSON Schema 2020-12, section 8.2.1), but many
    // authors write `#/components/…` there all the same: both are tried.
    for (const base of [resource.node, reading.root]) {
      const target = descendant(base, tokens);
      if (!isAbsent(target)) return { node: target, resource: identifiers.resourceAt(target) };
    }
    return undefined;
  }
  const target = identifiers.find(reference, resource);
  if (keyword === '$dynamicRef' && target?.isAmbiguous) {
    reading.report('not-carried', node, {
      message: `\`$dynamicRef: ${reference}\` has several targets; the nearest is taken, whatever the caller.`,
      help: 'Write the schema out for each use, or refer with `$ref`.',
    });
  }
  return target && { node: target.node, resource: identifiers.resourceAt(target.node) };
}

/** `example` is the older spelling of one entry of `examples`. */
function withExamples(schema: MutableSchema): MutableSchema {
  const { example, ...rest } = schema;
  if (example === undefined) return schema;
  return Array.isArray(rest.examples) ? rest : { ...rest, examples: [example] };
}

function reportCircle(
  reading: Reading,
  nodes: ReadonlyMap<string, Node>,
  { from, to }: { from: string; to: string },
): void {
  const node = nodes.get(from);
  if (!node) return;
  const related = nodes.get(to);
  reading.report('ref-leads-nowhere', node, {
    message: `The schema \`${from}\` leads back to ${from === to ? 'itself' : `itself through \`${to}\``} and never says what a value looks like.`,
    help: 'Break the circle: let one of the schemas describe a value itself.',
    ...(related && from !== to && { related }),
  });
}
