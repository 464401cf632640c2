import { stringLiteral } from '../escape.ts';
import { fileHeader, type HeaderOptions } from '../header.ts';
import type { ProblemType } from '../problems/collect-problems.ts';

/** `client.ts`: `createClient` bound to the description's paths. Imports nothing of the server. */
export function printClientFile(problems: readonly ProblemType[], options: HeaderOptions): string {
  return [
    fileHeader(options),
    `import { createClient as createClientOf, type Client, type ClientOptions } from '@plumbline/runtime/client';\n`,
    `import type { paths } from './types.ts';\n\n`,
    `export { isProblem, type Problem } from '@plumbline/runtime/client';\n\n`,
    problemType(problems),
    '/** A client whose calls are typed by the description. */\n',
    'export type ApiClient = Client<paths>;\n\n',
    '/** A client for this description, for example `createClient({ baseUrl })`. */\n',
    'export function createClient(options?: ClientOptions): ApiClient {\n',
    '  return createClientOf<paths>(options);\n',
    '}\n',
  ].join('');
}

function problemType(problems: readonly ProblemType[]): string {
  if (problems.length === 0) return '';
  const members = problems.map(({ type }) => `  | ${stringLiteral(type)}`).join('\n');
  return `/** The \`type\` of every problem that the description declares (RFC 9457). */\nexport type ProblemType =\n${members};\n\n`;
}
