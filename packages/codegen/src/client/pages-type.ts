import { parsePointer } from '@plumbline/json-schema/json-pointer';
import type { ApiModel, MediaType, Operation, Response } from '@plumbline/openapi';
import { indexedAccess, propertyName, stringLiteral } from '../escape.ts';
import { mediaClass } from '../media-class.ts';
import { typeText } from '../server/type-text.ts';
import type { TypesDocument } from '../types/types-document.ts';

/** `Pages`: the item of each operation whose pages a client can read. */
export function pagesType(model: ApiModel, types: TypesDocument, paged: ReadonlySet<string>): string {
  const operations = model.operations.filter(({ method, path }) => paged.has(`${method} ${path}`));
  return byMethod('Pages', operations, (operation) => pagedItem(operation, types));
}

/** `Streams`: the item of each operation that answers a stream of items. */
export function streamsType(model: ApiModel, types: TypesDocument): string {
  const operations = model.operations.filter((operation) => declaredStream(operation) !== undefined);
  return byMethod('Streams', operations, (operation) => streamedItem(operation, types));
}

function byMethod(
  name: string,
  operations: readonly Operation[],
  itemOf: (operation: Operation) => string,
): string {
  const groups = [...Map.groupBy(operations, ({ method }) => method)].map(([method, own]) => {
    const items = own.map((operation) => `    ${propertyName(operation.path)}: ${itemOf(operation)};\n`);
    return `  ${propertyName(method)}: {\n${items.join('')}  };\n`;
  });
  const about = name === 'Pages' ? 'declares paging' : 'answers a stream of items';
  return `/** The item of each operation that ${about}, by method and path. */\nexport interface ${name} {\n${groups.join('')}}\n\n`;
}

const isSuccess = ({ status }: Response): boolean => status.startsWith('2');

function pagedItem(operation: Operation, types: TypesDocument): string {
  const { items } = operation.behaviours.pagination ?? {};
  const response = operation.responses.find(isSuccess);
  const media = response?.content.find(({ mediaType }) => mediaClass(mediaType) === 'json');
  if (items?.in !== 'body' || !response || !media) return 'unknown';
  const tokens = (parsePointer(items.pointer) ?? []).map(stringLiteral).join(', ');
  return `ItemAt<${contentText({ operation, response, media, types })}, [${tokens}]>`;
}

interface Content {
  readonly operation: Operation;
  readonly response: Response;
  readonly media: MediaType;
  readonly types: TypesDocument;
}

function contentText({ operation, response, media, types }: Content): string {
  const typed = types.operations.get(operation.id)?.responses.get(response.status);
  const place =
    typed?.component === undefined
      ? indexedAccess('operations', operation.id, 'responses', response.status)
      : indexedAccess('components', 'responses', typed.component);
  const schema = typed?.response.content[types.keys.token(media.mediaType)]?.schema;
  const whole = indexedAccess(place, 'content', media.mediaType);
  return schema === undefined ? whole : typeText(schema, whole);
}

/** Media types whose answers are items one after the other (OpenAPI 3.2, "Sequential Media Types"). */
const SEQUENTIAL = new Set([
  'application/json-seq',
  'application/jsonl',
  'application/x-ndjson',
  'application/ndjson',
  'application/x-jsonlines',
  'text/event-stream',
]);

interface DeclaredStream {
  readonly response: Response;
  readonly media: MediaType;
}

/** The answer that a client can read item by item. */
export function declaredStream(operation: Operation): DeclaredStream | undefined {
  for (const response of operation.responses.filter(isSuccess)) {
    const media = response.content.find(({ mediaType }) => isSequential(essenceOf(mediaType)));
    if (media) return { response, media };
  }
  return undefined;
}

const isSequential = (essence: string): boolean => SEQUENTIAL.has(essence) || essence.endsWith('+json-seq');

/** The media type of the answer that a client can read item by item. */
export function streamedAs(operation: Operation): string | undefined {
  const stream = declaredStream(operation);
  return stream && essenceOf(stream.media.mediaType);
}

const essenceOf = (mediaType: string): string => (mediaType.split(';', 1)[0] ?? '').trim().toLowerCase();

function streamedItem(operation: Operation, types: TypesDocument): string {
  const stream = declaredStream(operation);
  if (!stream) return 'unknown';
  const { response, media } = stream;
  const content = contentText({ operation, response, media, types });
  if (media.itemSchema !== undefined) return `ItemAt<${content}, []>`;
  // A schema alone says nothing of the fields of an event: most describe the JSON in `data`, which comes as text.
  if (essenceOf(media.mediaType) === 'text/event-stream') return 'EventItem';
  // Without `itemSchema`, a schema describes one item, or the list of all of them.
  return media.schema === undefined ? 'unknown' : `StreamItem<${content}>`;
}
