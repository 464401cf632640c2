import type { ApiModel, MediaType, Operation, RequestBody } from '@plumbline/openapi';
import { indexedAccess, propertyName, stringLiteral } from '../escape.ts';
import { mediaClass } from '../media-class.ts';
import { typeText } from '../server/type-text.ts';
import type { TypesDocument } from '../types/types-document.ts';
import { createOutcomePrinter, type OutcomePrinter } from './outcome-types.ts';

/** Those that a client has a function for; others are called by `request`. */
const METHODS = ['GET', 'PUT', 'POST', 'DELETE', 'OPTIONS', 'HEAD', 'PATCH', 'TRACE', 'QUERY'];

/**
 * `Calls`: what each operation takes and gives, by method and path. Everything stands ready, so that the compiler
 * looks up what a call needs and computes nothing.
 */
export function callsType(model: ApiModel, types: TypesDocument): string {
  const outcomes = createOutcomePrinter(types);
  const needs = createNeeds();
  const byMethod = Map.groupBy(model.operations, ({ method }) => method);
  const methods = [...new Set([...METHODS, ...byMethod.keys()])];
  const groups = methods.map((method) => {
    const calls = (byMethod.get(method) ?? []).map((operation) => {
      const call = callType({ operation, types, outcomes, needs: needs.of(operation) });
      return `    ${propertyName(operation.path)}: ${call};\n`;
    });
    return calls.length === 0
      ? `  ${propertyName(method)}: {};\n`
      : `  ${propertyName(method)}: {\n${calls.join('')}  };\n`;
  });
  return [
    '/** What each operation takes and gives, by method and path. */\n',
    `export interface Calls {\n${groups.join('')}}\n\n`,
    outcomes.declarations(),
    needs.declarations(),
  ].join('');
}

interface CallContext {
  readonly operation: Operation;
  readonly types: TypesDocument;
  readonly outcomes: OutcomePrinter;
  readonly needs: string | undefined;
}

function callType({ operation, types, outcomes, needs }: CallContext): string {
  const { parameters, requestBody } = operation;
  const needsParameters = parameters.some(({ required, in: place }) => required && place !== 'querystring');
  const params = `params${needsParameters ? '' : '?'}: ${indexedAccess('operations', operation.id, 'parameters')}`;
  const body = requestBody === undefined ? 'body?: never' : bodyMember(operation, requestBody, types);
  const isRequired = needsParameters || requestBody?.required === true;
  const { result, otherwise } = outcomes.print(operation);
  const given = [`{ ${params}; ${body} }`, result, otherwise, ...(needs === undefined ? [] : [needs])];
  const name = isRequired ? 'RequiredCall' : 'OptionalCall';
  const inline = `${name}<${given.join(', ')}>`;
  return inline.length <= 100 ? inline : `${name}<\n${given.map((one) => `      ${one}`).join(',\n')}\n    >`;
}

function bodyMember(operation: Operation, { required, content }: RequestBody, types: TypesDocument): string {
  const alternatives = new Set(content.flatMap((media) => bodyTypes(media, operation, types)));
  const type = alternatives.size === 0 ? 'unknown' : [...alternatives].join(' | ');
  return `body${required ? '' : '?'}: ${type}`;
}

/** What is sent as the media type: its schema, and what the platform has for it. */
function bodyTypes(
  media: MediaType,
  { id }: Operation,
  { operations, keys }: TypesDocument,
): readonly string[] {
  const kind = mediaClass(media.mediaType);
  if (kind === 'bytes') return ['UploadBody'];
  const place = indexedAccess(
    `NonNullable<${indexedAccess('operations', id, 'requestBody')}>`,
    'content',
    media.mediaType,
  );
  const schema = operations.get(id)?.requestBody?.content[keys.token(media.mediaType)]?.schema;
  const type = schema === undefined ? 'unknown' : typeText(schema, place);
  if (kind !== 'form') return [type];
  return [type, /^multipart\//i.test(media.mediaType) ? 'FormData' : 'URLSearchParams'];
}

/** The security schemes that operations need, each set of alternatives under one name. */
function createNeeds() {
  const names = new Map<string, string>();
  return {
    /** `undefined`: nothing is needed. */
    of({ security }: Operation): string | undefined {
      if (security.length === 0 || security.some(({ schemes }) => schemes.length === 0)) return undefined;
      const alternatives = security.map(({ schemes }) => {
        const members = [...new Set(schemes.map(({ name }) => propertyName(name)))];
        return `{ ${members.map((name) => `${name}: unknown`).join('; ')} }`;
      });
      const text = [...new Set(alternatives)].join(' | ');
      const name = names.get(text) ?? `Needs${names.size + 1}`;
      names.set(text, name);
      return name;
    },
    declarations: () => [...names].map(([text, name]) => `type ${name} = ${text};\n`).join(''),
  };
}

/** The names of the security schemes. */
export function schemesType({ securitySchemes }: ApiModel): string {
  const names = securitySchemes.map(({ name }) => stringLiteral(name));
  return `/** What the description calls its security schemes. */\nexport type SchemeName = ${names.length === 0 ? 'never' : names.join(' | ')};\n\n`;
}
