import type { Operation } from '@plumbline/openapi';
import { docComment, propertyName } from '../escape.ts';
import type { NamedOperation } from './named-operation.ts';

/** The interface a server implements: a method for each operation, by its id. */
export function handlersType(operations: readonly NamedOperation[]): string {
  const members = operations.map(({ operation, name }) => {
    const context = admitsAnonymous(operation) ? 'AnonymousContext<Context>' : 'Context';
    const result = `${name}Response | Promise<${name}Response>`;
    const parameters = [`request: ${name}Request`, `context: ${context}`];
    return docComment(describe(operation), '  ') + methodLine(propertyName(operation.id), parameters, result);
  });
  // A description without operations has nothing that uses it.
  const context = operations.length > 0 ? 'Context' : '_Context';
  return [
    '/**\n * Answers each operation. `Context` is what the application gives its handlers beside the request.\n */\n',
    `export interface Handlers<${context} extends RequestContext = RequestContext> {\n`,
    members.join('\n'),
    '}\n',
  ].join('');
}

function methodLine(name: string, parameters: readonly string[], result: string): string {
  const inline = `  ${name}(${parameters.join(', ')}): ${result};\n`;
  if (inline.length <= 110) return inline;
  return `  ${name}(\n${parameters.map((parameter) => `    ${parameter},\n`).join('')}  ): ${result};\n`;
}

function describe({ summary, method, path, deprecated }: Operation): string {
  const title = summary === undefined ? '' : `${summary}\n\n`;
  return `${title}\`${method} ${path}\`${deprecated ? '\n\n@deprecated' : ''}`;
}

function admitsAnonymous({ security }: Operation): boolean {
  return security.length === 0 || security.some(({ schemes }) => schemes.length === 0);
}
