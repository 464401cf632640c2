import type { Schema } from '@plumbline/json-schema';
import type { Header, Parameter, ParameterLocation, ParameterStyle } from './api-model.ts';
import { readExamples } from './examples.ts';
import type { BodyReading } from './media-types.ts';
import { child, flagOf, isAbsent, itemsOf, membersOf, type Node, present, textOf } from './node.ts';
import { type Reading, resolveObject } from './reading.ts';
import { defaultExplode, defaultStyle, isLocation, styleNamed, stylesByLocation } from './styles.ts';

/** The parameters of the operation, and those of the path item that it does not replace. */
export function readParameters(reading: BodyReading, pathItem: Node, operation: Node): readonly Parameter[] {
  const byKey = new Map<string, Parameter>();
  for (const list of [pathItem, operation]) {
    for (const parameter of readList(reading, child(list, 'parameters'))) {
      byKey.set(`${parameter.in} ${parameter.name}`, parameter);
    }
  }
  return [...byKey.values()];
}

function readList(reading: BodyReading, list: Node): readonly Parameter[] {
  return itemsOf(list).flatMap((node) => {
    const target = resolveObject(reading, node, 'A parameter');
    const parameter = target && readParameter(reading, target);
    return parameter ? [parameter] : [];
  });
}

function readParameter(reading: BodyReading, node: Node): Parameter | undefined {
  const name = textOf(node, 'name');
  const location = textOf(node, 'in');
  if (name === undefined || !isLocation(location)) {
    reading.report('part-malformed', node, {
      message:
        'A parameter needs a `name`, and `in` with `path`, `query`, `header`, `cookie` or `querystring`.',
      help: 'Add what is missing.',
    });
    return undefined;
  }
  if (location === 'header' && !isHeaderName(reading, node, name)) return undefined;
  if (isReservedHeader(reading, node, location, name)) return undefined;
  const style = readStyle(reading, node, { name, location });
  reportAllowEmptyValue(reading, node, name);
  return {
    name,
    in: location,
    required: flagOf(node, 'required') ?? location === 'path',
    deprecated: flagOf(node, 'deprecated') ?? false,
    ...present('description', textOf(node, 'description')),
    style,
    explode: flagOf(node, 'explode') ?? defaultExplode(style),
    allowReserved: flagOf(node, 'allowReserved') ?? false,
    ...readValue(reading, node),
    place: reading.place(node),
  };
}

/** OpenAPI gives these three headers other homes and ignores parameters for them. */
function isReservedHeader(reading: Reading, node: Node, location: ParameterLocation, name: string): boolean {
  const isReserved = location === 'header' && /^(accept|content-type|authorization)$/i.test(name);
  if (isReserved) {
    reading.report('not-carried', node, {
      message: `OpenAPI ignores a header parameter called \`${name}\`.`,
      help: 'Say it with `content` (of body or response) or `security` instead.',
    });
  }
  return isReserved;
}

function readStyle(
  reading: Reading,
  node: Node,
  { name, location }: { name: string; location: ParameterLocation },
): ParameterStyle {
  const written = textOf(node, 'style');
  const style = written === undefined ? defaultStyle(location) : styleNamed(location, written);
  if (style) return style;
  reading.report('part-malformed', node, {
    message: `The style \`${written}\` does not exist for the ${location} parameter \`${name}\`.`,
    help: `Use ${stylesByLocation[location].map((known) => `\`${known}\``).join(', ')}.`,
  });
  return defaultStyle(location);
}

function reportAllowEmptyValue(reading: Reading, node: Node, name: string): void {
  if (flagOf(node, 'allowEmptyValue') !== true) return;
  reading.report('not-carried', node, {
    message: `\`allowEmptyValue\` of \`${name}\` is not carried: OpenAPI itself advises against it.`,
    help: 'Let the schema admit an empty text.',
  });
}

interface ReadValue {
  readonly schema: Schema;
  readonly mediaType?: string;
  readonly examples: Parameter['examples'];
}

/** A parameter or header has a `schema`, or `content` with exactly one media type. */
function readValue(reading: BodyReading, node: Node): ReadValue {
  const [content] = membersOf(child(node, 'content'));
  if (!content) return describedValue(reading, node, child(node, 'schema'));
  const [mediaType, described] = content;
  const target = resolveObject(reading, described, 'A media type');
  if (!target) return { schema: true, mediaType, examples: [] };
  const examples = readExamples(reading, node, { value: undefined, pointer: '' });
  const value = describedValue(reading, target, child(target, 'schema'));
  return { ...value, mediaType, examples: [...examples, ...value.examples] };
}

const describedValue = (reading: BodyReading, node: Node, schema: Node): ReadValue => ({
  schema: isAbsent(schema) ? true : reading.schemas.read(schema),
  examples: readExamples(reading, node, schema),
});

export const readHeaders = (reading: BodyReading, headers: Node): readonly Header[] =>
  membersOf(headers).flatMap(([name, node]) => {
    const header = resolveObject(reading, node, 'A header');
    if (!header || !isHeaderName(reading, node, name) || isContentType(reading, header, name)) return [];
    return [readHeader(reading, name, header)];
  });

/** A token (RFC 9110, section 5.6.2); what is none no message can carry, and clients throw for it. */
function isHeaderName(reading: Reading, node: Node, name: string): boolean {
  const isName = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name);
  if (!isName) {
    reading.report('part-malformed', node, {
      message: `${JSON.stringify(name)} is no name of a header.`,
      help: 'Use letters, digits and hyphens.',
    });
  }
  return isName;
}

function isContentType(reading: Reading, node: Node, name: string): boolean {
  if (name.toLowerCase() !== 'content-type') return false;
  reading.report('not-carried', node, {
    message: 'OpenAPI ignores a response header called `Content-Type`.',
    help: 'The keys of `content` say it already.',
  });
  return true;
}

const readHeader = (reading: BodyReading, name: string, node: Node): Header => ({
  name,
  required: flagOf(node, 'required') ?? false,
  ...present('description', textOf(node, 'description')),
  explode: flagOf(node, 'explode') ?? false,
  ...readValue(reading, node),
  place: reading.place(node),
});
