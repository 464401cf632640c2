import {
  type ApiModel,
  type MediaType,
  type Operation,
  type Parameter,
  schemaDefault,
} from '@plumbline/openapi';
import { docComment, indexedAccess, propertyName, stringLiteral } from '../escape.ts';
import { mediaClass } from '../media-class.ts';
import type { TypesDocument } from '../types/types-document.ts';
import type { NamedOperation } from './named-operation.ts';
import { typeText } from './type-text.ts';

const MEMBERS = [
  ['path', 'path'],
  ['query', 'query'],
  ['header', 'headers'],
  ['cookie', 'cookies'],
] as const;

/** What a handler is given of the request, checked: one member for each part that is described. */
export function requestType(
  { operation, name }: NamedOperation,
  model: ApiModel,
  types: TypesDocument,
): string {
  const parts = MEMBERS.map(([location, member]) => {
    const parameters = operation.parameters.filter((parameter) => parameter.in === location);
    if (parameters.length === 0) return '';
    const lines = parameters.map((parameter) => parameterLine(parameter, operation, model, types));
    return `  readonly ${member}: {\n${lines.join('')}  };\n`;
  });
  const raw = '  /** The request as it came. */\n  readonly raw: Request;\n';
  const body = bodyMember(operation, types);
  const start = `export ${body.isUnion ? 'type' : 'interface'} ${name}Request`;
  if (!body.isUnion) return `${start} {\n${parts.join('')}${body.text}${raw}}\n`;
  return `${start} = {\n${parts.join('')}${raw}} & (\n${body.text});\n`;
}

function parameterLine(
  parameter: Parameter,
  operation: Operation,
  model: ApiModel,
  { operations, keys }: TypesDocument,
): string {
  const typed = operations
    .get(operation.id)
    ?.parameters.find((one) => one.in === parameter.in && one.name === keys.token(parameter.name));
  const isPresent = parameter.required || schemaDefault(parameter.schema, model.schemas) !== undefined;
  const place = indexedAccess('operations', operation.id, 'parameters', parameter.in);
  const member = `NonNullable<${indexedAccess(`NonNullable<${place}>`, parameter.name)}>`;
  const type =
    parameter.mediaType === undefined
      ? typed && typeText(typed.schema, member)
      : typed?.contentSchema && typeText(typed.contentSchema, 'unknown');
  const start = `${propertyName(parameter.name)}${isPresent ? '' : '?'}`;
  return `${docComment(parameter.description, '    ')}    readonly ${start}: ${type ?? 'unknown'};\n`;
}

/** The body, and which media type it came in where several are declared. */
function bodyMember(operation: Operation, types: TypesDocument): { text: string; isUnion: boolean } {
  const { requestBody } = operation;
  if (requestBody === undefined) return { text: '', isUnion: false };
  const [first, ...others] = requestBody.content;
  const absent = requestBody.required ? '' : ' | undefined';
  if (first === undefined) return { text: `  readonly body: unknown;\n`, isUnion: false };
  if (others.length === 0) {
    return { text: `  readonly body: ${bodyType(first, operation, types)}${absent};\n`, isUnion: false };
  }
  const members = requestBody.content.map((media) => {
    const type = bodyType(media, operation, types);
    return `  | { readonly contentType: ${contentType(media.mediaType)}; readonly body: ${type} }\n`;
  });
  if (!requestBody.required)
    members.push('  | { readonly contentType: undefined; readonly body: undefined }\n');
  return { text: members.join(''), isUnion: true };
}

/** A range such as `image/*` admits any media type; others are given without parameters. */
function contentType(declared: string): string {
  const essence = (declared.split(';', 1)[0] ?? '').trim().toLowerCase();
  if (essence.includes('*')) return essence === '*/*' ? 'string' : `\`${rangeTemplate(essence)}\``;
  return stringLiteral(essence);
}

/** `image/*` as a template literal type. Only the characters of a media type get through. */
function rangeTemplate(range: string): string {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the text of a template literal type.
  return range.replace(/[^a-z0-9!#&^_.+*/-]/g, '').replaceAll('*', '${string}');
}

function bodyType(media: MediaType, { id }: Operation, { operations, keys }: TypesDocument): string {
  const kind = mediaClass(media.mediaType);
  if (kind === 'text') return 'string';
  if (kind === 'bytes') return 'Uint8Array<ArrayBuffer>';
  if (media.schema === undefined && media.itemSchema === undefined) return 'unknown';
  const body = indexedAccess('operations', id, 'requestBody');
  const place = indexedAccess(`NonNullable<${body}>`, 'content', media.mediaType);
  const content = operations.get(id)?.requestBody?.content;
  const schema = content?.[keys.token(media.mediaType)]?.schema;
  return schema === undefined ? place : typeText(schema, place);
}
