import type { Header, MediaType, Operation, Response } from '@plumbline/openapi';
import { docComment, indexedAccess, propertyName, stringLiteral } from '../escape.ts';
import { mediaClass } from '../media-class.ts';
import { createNames, toTypeName } from '../names.ts';
import type { TypedResponse, TypeResponse, TypesDocument } from '../types/types-document.ts';
import { frameHeaders, needsPage, needsTotal } from './frame-headers.ts';
import type { NamedOperation } from './named-operation.ts';
import { statusType } from './statuses.ts';
import { typeText } from './type-text.ts';

/** What a handler may answer: one member for each declared status (and media type). */
export function responseType(
  { operation, name }: NamedOperation,
  types: TypesDocument,
  shared: SharedAnswers,
): string {
  const statuses = operation.responses.map(({ status }) => status);
  const members = operation.responses.flatMap((response) => {
    const typed = types.operations.get(operation.id)?.responses.get(response.status);
    const printed = new ResponsePrinter(operation, response, statuses, typed, types).members();
    return typed?.component === undefined ? printed : [shared.nameOf(typed.component, printed)];
  });
  if (members.length === 0) return `export type ${name}Response = never;\n`;
  return `export type ${name}Response =\n${members.join('\n')};\n`;
}

/**
 * Answers that the description shares between operations (`components.responses`) have a name of
 * their own. One that comes out differently (another status, other headers of the frame) has another.
 */
export interface SharedAnswers {
  /** A member of a union: the name of the type made of `members`. */
  nameOf(component: string, members: readonly string[]): string;
  declarations(): string;
}

export function createSharedAnswers(): SharedAnswers {
  const names = createNames(toTypeName);
  const declarations = new Map<string, string>();
  return {
    nameOf(component, members) {
      const text = members.join('\n');
      const name = `${names.take(`${component}\n${text}`, component)}Answer`;
      declarations.set(name, `export type ${name} =\n${text};\n`);
      return `  | ${name}`;
    },
    declarations: () => [...declarations.values()].join('\n'),
  };
}

class ResponsePrinter {
  readonly #operation: Operation;
  readonly #response: Response;
  readonly #statuses: readonly string[];
  readonly #typed: TypedResponse | undefined;
  readonly #types: TypesDocument;

  constructor(
    operation: Operation,
    response: Response,
    statuses: readonly string[],
    typed: TypedResponse | undefined,
    types: TypesDocument,
  ) {
    this.#operation = operation;
    this.#response = response;
    this.#statuses = statuses;
    this.#typed = typed;
    this.#types = types;
  }

  members(): string[] {
    const { content } = this.#response;
    if (content.length === 0) return [this.#member(['readonly body?: undefined'])];
    if (content.length === 1)
      return content.map((media) => this.#member([`readonly body: ${this.#body(media)}`]));
    return content.map((media) => {
      const contentType = media.mediaType.includes('*') ? 'string' : stringLiteral(media.mediaType);
      return this.#member([`readonly contentType: ${contentType}`, `readonly body: ${this.#body(media)}`]);
    });
  }

  #member(content: readonly string[]): string {
    const { status, description } = this.#response;
    const parts = [
      `readonly status: ${statusType(status, this.#statuses)}`,
      ...content,
      ...this.#headers(),
      ...this.#page(),
    ];
    const inline = `  | { ${parts.join('; ')} }`;
    const comment = docComment(description, '  ');
    return (
      comment +
      (inline.length <= 110 ? inline : `  | {\n${parts.map((part) => `      ${part};\n`).join('')}    }`)
    );
  }

  #body(media: MediaType): string {
    const kind = mediaClass(media.mediaType);
    const stream = 'Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>';
    if (kind === 'bytes') return stream;
    if (kind === 'text') return `string | ${stream}`;
    if (media.schema === undefined && media.itemSchema === undefined) return 'unknown';
    const place = indexedAccess(this.#place(), 'content', media.mediaType);
    const schema = this.#typed?.response.content[this.#types.keys.token(media.mediaType)]?.schema;
    return schema === undefined ? place : typeText(schema, place);
  }

  #place(): string {
    const component = this.#typed?.component;
    if (component !== undefined) return indexedAccess('components', 'responses', component);
    return indexedAccess('operations', this.#operation.id, 'responses', this.#response.status);
  }

  #headers(): string[] {
    const own = frameHeaders(this.#operation, this.#response);
    const asked = this.#response.headers.filter(
      ({ name }) => !own.has(name.toLowerCase()) && name.toLowerCase() !== 'content-type',
    );
    if (asked.length === 0) return [];
    const members = asked.map((header) => this.#header(header)).join('; ');
    return [`readonly headers${asked.some(({ required }) => required) ? '' : '?'}: { ${members} }`];
  }

  #header(header: Header): string {
    const place = `NonNullable<${indexedAccess(this.#place(), 'headers', header.name)}>`;
    const typed = this.#typed?.response.headers[this.#types.keys.token(header.name)];
    const schema = typed && this.#headerSchema(typed);
    const type = header.mediaType !== undefined || schema === undefined ? 'string' : typeText(schema, place);
    return `readonly ${propertyName(header.name)}${header.required ? '' : '?'}: ${type}`;
  }

  #headerSchema(typed: TypeResponse['headers'][string]) {
    if (!('$ref' in typed)) return typed.schema;
    return this.#types.components.headers[typed.$ref.split('/').at(-1) ?? '']?.schema;
  }

  #page(): string[] {
    if (!needsPage(this.#operation, this.#response)) return [];
    const total = needsTotal(this.#operation, this.#response) ? ' & { readonly total: number }' : '';
    return [`readonly page: PageInfo${total}`];
  }
}
