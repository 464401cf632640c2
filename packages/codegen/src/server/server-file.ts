import type { ApiModel } from '@plumbline/openapi';
import { fileHeader, type HeaderOptions } from '../header.ts';
import { createNames, toTypeName } from '../names.ts';
import { isOfClientAlone, type TypeChoices } from '../types/type-choices.ts';
import type { TypesDocument } from '../types/types-document.ts';
import { handlersType } from './handlers-type.ts';
import { requestType } from './request-type.ts';
import { createSharedAnswers, responseType } from './response-type.ts';
import { securityHandlersType } from './security-handlers-type.ts';
import { statusDeclarations } from './statuses.ts';

/** Where `server.ts` has its types from, when a client has others: a server reads JSON as it is, and knows all enums. */
export const SERVER_TYPES = 'server-types.ts';

/** `server.ts`: what a server of this description must implement, and `createServer` bound to it. */
export function printServerFile(
  model: ApiModel,
  types: TypesDocument,
  options: HeaderOptions & TypeChoices,
): string {
  const names = createNames(toTypeName);
  const operations = model.operations.map((operation) => ({ operation, name: names.take(operation.id) }));
  const shared = createSharedAnswers();
  const own = operations.map(
    (named) => `${requestType(named, model, types)}\n${responseType(named, types, shared)}`,
  );
  const declarations = [...own, shared.declarations()].join('\n');
  const handlers = [handlersType(operations), securityHandlersType(model), TYPED_CONTRACT].join('\n');
  const body = `${declarations}\n${handlers}`;
  return `${fileHeader(options)}${imports(body, options)}\n${statusDeclarations(declarations)}${body}`;
}

const TYPED_CONTRACT = [
  '/** What `createServer` is given: it refuses to compile without a handler for each operation. */\n',
  'export const contract: TypedContract<Handlers<never>, SecurityHandlers<never>> = data;\n',
].join('');

/** What a generated file may import: names and the module they come from. */
const RUNTIME_TYPES = [
  'AnonymousContext',
  'ApiKeyCredentials',
  'BasicCredentials',
  'BearerCredentials',
  'HttpCredentials',
  'MutualTlsCredentials',
  'PageInfo',
  'Principal',
  'RequestContext',
  'SecurityHandler',
];

function imports(body: string, choices: TypeChoices): string {
  // The body's own names end in `Request`, `Response` or `Handlers`, none of which is in the list,
  // and texts of the description stand in comments and strings: at worst a name is not used.
  const used = RUNTIME_TYPES.filter((name) => new RegExp(`\\b${name}\\b`).test(body));
  const typeNames = ['components', 'operations'].filter((name) => body.includes(`${name}[`));
  return [
    `import type { TypedContract } from '@plumbline/runtime/contract';\n`,
    importTypes(used, '@plumbline/runtime/server'),
    `import { contract as data } from './contract.ts';\n`,
    importTypes(typeNames, isOfClientAlone(choices) ? `./${SERVER_TYPES}` : './types.ts'),
  ].join('');
}

function importTypes(names: readonly string[], module: string): string {
  if (names.length === 0) return '';
  const inline = `import type { ${names.join(', ')} } from '${module}';\n`;
  if (inline.length <= 110) return inline;
  return `import type {\n${names.map((name) => `  ${name},\n`).join('')}} from '${module}';\n`;
}
