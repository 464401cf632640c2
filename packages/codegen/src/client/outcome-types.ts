import type { MediaType, Operation, Response } from '@plumbline/openapi';
import { indexedAccess, stringLiteral } from '../escape.ts';
import { createNames, toTypeName } from '../names.ts';
import { typeText } from '../server/type-text.ts';
import type { TypedResponse, TypesDocument } from '../types/types-document.ts';

/** What a call gives: declared outcomes of 2XX, 4XX, 5XX and `default`; and all that else may come. */
export interface OutcomeTypes {
  readonly result: string;
  readonly otherwise: string;
}

/** Writes the outcomes of operations; responses that the description shares have a type of their own. */
export interface OutcomePrinter {
  print(operation: Operation): OutcomeTypes;
  declarations(): string;
}

export function createOutcomePrinter(types: TypesDocument): OutcomePrinter {
  const names = createNames(toTypeName);
  const declarations = new Map<string, string>();
  const share = (component: string, text: string): string => {
    const name = `${names.take(`${component}\n${text}`, component)}Outcome`;
    declarations.set(name, `type ${name} = ${text};\n`);
    return name;
  };
  return {
    print: (operation) => printOutcomes(operation, types, share),
    declarations: () => [...declarations.values()].join(''),
  };
}

type Share = (component: string, text: string) => string;

function printOutcomes(operation: Operation, types: TypesDocument, share: Share): OutcomeTypes {
  const { responses } = operation;
  const statuses = responses.map(({ status }) => status);
  const results: string[] = [];
  const others: string[] = [];
  for (const response of responses) {
    const typed = types.operations.get(operation.id)?.responses.get(response.status);
    const members = new ResponseTypes({ operation, response, statuses, typed, types }).members();
    const text = members.join(' | ');
    const written = typed?.component === undefined ? text : share(typed.component, text);
    (/^[13]/.test(response.status) ? others : results).push(written);
  }
  if (!statuses.includes('default')) {
    others.push(`Undeclared<${statuses.length === 0 ? 'never' : statuses.map(statusName).join(' | ')}>`);
  }
  return { result: union(results), otherwise: union(others) };
}

const union = (members: readonly string[]): string => (members.length === 0 ? 'never' : members.join(' | '));

const statusName = (status: string): string => (status.endsWith('XX') ? `Status${status}` : status);

interface ResponseContext {
  readonly operation: Operation;
  readonly response: Response;
  /** Of all responses of the operation. */
  readonly statuses: readonly string[];
  readonly typed: TypedResponse | undefined;
  readonly types: TypesDocument;
}

/** The members of one response: one for each media type, and for `default` also for each kind of answer. */
class ResponseTypes {
  readonly #context: ResponseContext;

  constructor(context: ResponseContext) {
    this.#context = context;
  }

  members(): readonly string[] {
    const { response, statuses } = this.#context;
    const { status } = response;
    if (status !== 'default') {
      const kind = status.startsWith('2') ? 'Success' : 'Failure';
      return this.#ofKind(kind, this.#range(status));
    }
    const besides = statuses.filter((other) => other !== 'default').map(statusName);
    const hasSuccess = statuses.some((other) => other.startsWith('2'));
    if (hasSuccess) return this.#ofKind('Failure', `StatusBesides<${besides.join(' | ')}>`);
    return [
      ...this.#ofKind('Success', 'Status2XX'),
      ...this.#ofKind('Failure', `StatusBesides<${[...besides, 'Status2XX'].join(' | ')}>`),
    ];
  }

  /** A range without what is declared apart. */
  #range(status: string): string {
    if (!status.endsWith('XX')) return status;
    const apart = this.#context.statuses.filter((other) => other !== status && other[0] === status[0]);
    return apart.length === 0 ? statusName(status) : `Exclude<${statusName(status)}, ${apart.join(' | ')}>`;
  }

  #ofKind(kind: 'Success' | 'Failure', status: string): readonly string[] {
    const { response } = this.#context;
    const { content } = response;
    const bodies = content.length === 0 ? [['undefined', 'undefined'] as const] : content.map(this.#body);
    const headers = this.#headers();
    return bodies.map(([body, media]) => {
      const given = [status, body, media, headers];
      // The two last have defaults.
      if (headers === undefined) given.pop();
      if (headers === undefined && media === JSON_TYPE) given.pop();
      const outcome = `${kind}<${given.join(', ')}>`;
      const isNamed = /^\d+$/.test(response.status);
      return isNamed ? outcome : `(${outcome} & DeclaredAs<'${response.status}'>)`;
    });
  }

  readonly #body = (media: MediaType): readonly [body: string, mediaType: string] => [
    this.#bodyType(media),
    mediaTypeText(media.mediaType),
  ];

  #bodyType(media: MediaType): string {
    const place = indexedAccess(this.#place(), 'content', media.mediaType);
    const schema =
      this.#context.typed?.response.content[this.#context.types.keys.token(media.mediaType)]?.schema;
    return schema === undefined ? 'unknown' : typeText(schema, place);
  }

  #place(): string {
    const { typed, operation, response } = this.#context;
    if (typed?.component !== undefined) return indexedAccess('components', 'responses', typed.component);
    return indexedAccess('operations', operation.id, 'responses', response.status);
  }

  #headers(): string | undefined {
    const named = this.#context.response.headers.filter(({ name }) => name.toLowerCase() !== 'content-type');
    const [required, optional] = [true, false].map((isRequired) =>
      named.filter((header) => header.required === isRequired).map(({ name }) => stringLiteral(name)),
    );
    if (named.length === 0 || required === undefined || optional === undefined) return undefined;
    const given = optional.length === 0 ? [required] : [required, optional];
    return `AnswerHeaders<${given.map(union).join(', ')}>`;
  }
}

const JSON_TYPE = "'application/json'";

/** A media type as answers have it: in lower case and without parameters, a range as a template. */
function mediaTypeText(declared: string): string {
  const essence = (declared.split(';', 1)[0] ?? '').trim().toLowerCase();
  if (!essence.includes('*')) return stringLiteral(essence);
  const safe = essence.replace(/[^a-z0-9!#&^_.+*/-]/g, '');
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the text of a template literal type.
  return safe === '*/*' ? 'string' : `\`${safe.replaceAll('*', '${string}')}\``;
}
