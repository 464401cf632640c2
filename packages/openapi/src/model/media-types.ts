import type { Encoding, MediaType } from './api-model.ts';
import { readExamples } from './examples.ts';
import { child, flagOf, isAbsent, membersOf, type Node, present, textOf } from './node.ts';
import { type Reading, resolveObject } from './reading.ts';
import type { SchemaCollector } from './schema-collector.ts';
import { defaultExplode, styleNamed } from './styles.ts';

export interface BodyReading extends Reading {
  readonly schemas: SchemaCollector;
}

export const readContent = (reading: BodyReading, content: Node): readonly MediaType[] =>
  membersOf(content).flatMap(([mediaType, node]) => {
    const target = resolveObject(reading, node, 'A media type');
    return target ? [readMediaType(reading, mediaType, target)] : [];
  });

function readMediaType(reading: BodyReading, mediaType: string, node: Node): MediaType {
  const schema = child(node, 'schema');
  const itemSchema = child(node, 'itemSchema');
  reportXml(reading, mediaType, schema);
  reportPositionalEncoding(reading, node);
  return {
    mediaType,
    ...present('schema', isAbsent(schema) ? undefined : reading.schemas.read(schema)),
    ...present('itemSchema', isAbsent(itemSchema) ? undefined : reading.schemas.read(itemSchema)),
    encoding: membersOf(child(node, 'encoding')).map(([property, encoding]) =>
      readEncoding(reading, property, encoding),
    ),
    examples: readExamples(reading, node, schema),
    place: reading.place(node),
  };
}

function readEncoding(reading: Reading, property: string, node: Node): Encoding {
  const written = textOf(node, 'style');
  const style = styleNamed('query', written);
  if (written !== undefined && style === undefined) {
    reading.report('not-carried', node, {
      message: `The encoding style \`${written}\` is unknown; \`form\` is taken.`,
      help: 'Use `form`, `spaceDelimited`, `pipeDelimited` or `deepObject`.',
    });
  }
  for (const unread of ['headers', 'encoding', 'prefixEncoding', 'itemEncoding']) {
    if (isAbsent(child(node, unread))) continue;
    reading.report('not-carried', child(node, unread), {
      message: `\`${unread}\` of the encoding of \`${property}\` is not carried: nothing checks or sends it.`,
      help: 'Nothing to do, unless tests of this part matter to you.',
    });
  }
  return {
    property,
    ...present('contentType', textOf(node, 'contentType')),
    style: style ?? 'form',
    explode: flagOf(node, 'explode') ?? defaultExplode(style ?? 'form'),
  };
}

function reportXml(reading: Reading, mediaType: string, schema: Node): void {
  if (isAbsent(schema) || !/^(application|text)\/(.*\+)?xml\b/i.test(mediaType)) return;
  reading.report('not-carried', schema, {
    message: `The schema of \`${mediaType}\` is carried as if for JSON: element names and attributes (\`xml\`) are not.`,
    help: 'Offer `application/json` beside it if bodies are to be checked.',
  });
}

function reportPositionalEncoding(reading: Reading, node: Node): void {
  for (const key of ['prefixEncoding', 'itemEncoding']) {
    if (isAbsent(child(node, key))) continue;
    reading.report('not-carried', child(node, key), {
      message: `\`${key}\` is not carried: parts of a multipart body are known by name only.`,
      help: 'Name the parts and use `encoding`.',
    });
  }
}
