import { isObject } from '../json-object.ts';
import type { Example } from './api-model.ts';
import { child, isAbsent, itemsOf, member, membersOf, type Node, present, textOf } from './node.ts';
import type { Reading } from './reading.ts';

/** The examples of a parameter, header or media type: `examples`, `example`, and those of its schema. */
export function readExamples(reading: Reading, node: Node, schema: Node): readonly Example[] {
  const named = membersOf(child(node, 'examples')).flatMap(([name, example]) =>
    readExample(reading, name, example),
  );
  const single = child(node, 'example');
  const singles = isAbsent(single) ? [] : [plainExample(reading, 'example', single)];
  return [...named, ...singles, ...readSchemaExamples(reading, schema)];
}

const plainExample = (reading: Reading, name: string, node: Node): Example => ({
  name,
  value: node.value,
  place: reading.place(node),
});

function readExample(reading: Reading, name: string, node: Node): readonly Example[] {
  const example = reading.resolve(node);
  if (!example) return [];
  const value = exampleValue(reading, example);
  if (!value) return [];
  return [{ ...plainExample(reading, name, value), ...present('summary', textOf(example, 'summary')) }];
}

/** OpenAPI 3.2 has `dataValue`, and `serializedValue` for the text on the wire. */
function exampleValue(reading: Reading, example: Node): Node | undefined {
  for (const key of ['dataValue', 'value']) {
    const value = child(example, key);
    if (!isAbsent(value)) return value;
  }
  const serialized = child(example, 'serializedValue');
  if (typeof serialized.value === 'string') return { ...serialized, value: parsed(serialized.value) };
  const isExternal = textOf(example, 'externalValue') !== undefined;
  reading.report('not-carried', example, {
    message: isExternal
      ? 'The example is kept elsewhere (`externalValue`) and is not fetched.'
      : 'The example has no value.',
    help: 'Write the value itself under `value`.',
  });
  return undefined;
}

/** The data behind a serialized JSON text; any other text stands for itself. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Silent where a reference leads nowhere: reading the schema itself reports that. */
function readSchemaExamples(reading: Reading, schema: Node): readonly Example[] {
  const target =
    isObject(schema.value) && member(schema.value, '$ref') === undefined ? schema : followed(reading, schema);
  if (!target) return [];
  const several = itemsOf(child(target, 'examples'));
  const single = child(target, 'example');
  const nodes = several.length > 0 ? several : [single].filter((node) => !isAbsent(node));
  return nodes.map((node, index) => ({
    ...plainExample(reading, index === 0 ? 'schema' : `schema-${index + 1}`, node),
    isOfSchema: true,
  }));
}

function followed(reading: Reading, schema: Node): Node | undefined {
  return isObject(schema.value) && textOf(schema, '$ref')?.startsWith('#/')
    ? reading.resolve(schema)
    : undefined;
}
