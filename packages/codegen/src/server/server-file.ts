import type { ApiModel, Operation } from '@plumbline/openapi';
import { fileHeader, type HeaderOptions } from '../header.ts';
import { createNames, toTypeName } from '../names.ts';
import type { TypesDocument } from '../types/types-document.ts';
import { createServerFunction } from './create-server-function.ts';
import { handlersType } from './handlers-type.ts';
import { requestType } from './request-type.ts';
import { responseType } from './response-type.ts';
import { securityHandlersType } from './security-handlers-type.ts';
import { statusDeclarations } from './statuses.ts';

/** An operation with the name that its types begin with. */
export interface NamedOperation {
  readonly operation: Operation;
  readonly name: string;
}

/** `server.ts`: what a server of this description must implement, and `createServer` bound to it. */
export function printServerFile(model: ApiModel, types: TypesDocument, options: HeaderOptions): string {
  const names = createNames(toTypeName);
  const operations = model.operations.map((operation) => ({ operation, name: names.take(operation.id) }));
  const declarations = operations
    .map((named) => `${requestType(named, model, types)}\n${responseType(named, types)}`)
    .join('\n');
  const handlers = [handlersType(operations), securityHandlersType(model), createServerFunction(model)].join(
    '\n',
  );
  const body = `${declarations}\n${handlers}`;
  return `${fileHeader(options)}${imports(body)}\n${statusDeclarations(declarations)}${body}`;
}

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
  'Server',
  'ServerOptions',
];

function imports(body: string): string {
  // The body's own names end in `Request`, `Response` or `Handlers`, none of which is in the list,
  // and texts of the description stand in comments and strings: at worst a name is not used.
  const used = RUNTIME_TYPES.filter((name) => new RegExp(`\\b${name}\\b`).test(body));
  const typeNames = ['components', 'operations'].filter((name) => body.includes(`${name}[`));
  return [
    `import { createServer as createServerOf${used.map((name) => `, type ${name}`).join('')} } from '@plumbline/runtime/server';\n`,
    `import { contract } from './contract.ts';\n`,
    typeNames.length > 0 ? `import type { ${typeNames.join(', ')} } from './types.ts';\n` : '',
  ].join('');
}
