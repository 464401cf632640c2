import type { Operation } from '@plumbline/openapi';
import { docComment, propertyName } from '../escape.ts';
import type { NamedOperation } from './server-file.ts';

/** The interface a server implements: a method for each operation, by its id. */
export function handlersType(operations: readonly NamedOperation[]): string {
  const members = operations.map(({ operation, name }) => {
    const context = admitsAnonymous(operation) ? 'AnonymousContext<Context>' : 'Context';
    const result = `${name}Response | Promise<${name}Response>`;
    const comment = docComment(describe(operation), '  ');
    return `${comment}  ${propertyName(operation.id)}(request: ${name}Request, context: ${context}): ${result};\n`;
  });
  return [
    '/**\n * Answers each operation. `Context` is what the application gives its handlers beside the request.\n */\n',
    'export interface Handlers<Context extends RequestContext = RequestContext> {\n',
    members.join('\n'),
    '}\n',
  ].join('');
}

function describe({ summary, method, path, deprecated }: Operation): string {
  const title = summary === undefined ? '' : `${summary}\n\n`;
  return `${title}\`${method} ${path}\`${deprecated ? '\n\n@deprecated' : ''}`;
}

function admitsAnonymous({ security }: Operation): boolean {
  return security.length === 0 || security.some(({ schemes }) => schemes.length === 0);
}
