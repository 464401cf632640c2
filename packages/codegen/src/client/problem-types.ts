import { propertyName, stringLiteral } from '../escape.ts';
import type { ProblemType } from '../problems/collect-problems.ts';

/**
 * The problems of the description: their types as a union and as a set, and the problems themselves as a union that
 * `type` tells apart. A problem of another type is none of them, so that comparing types is safe.
 */
export function problemTypes(problems: readonly ProblemType[]): string {
  if (problems.length === 0) return '';
  const names = problems.map(({ type }) => stringLiteral(type));
  const members = problems.map(problemMember).join('\n');
  return [
    '/** The `type` of every problem that the description declares (RFC 9457). */\n',
    `export type ProblemType =\n${names.map((name) => `  | ${name}`).join('\n')};\n\n`,
    '/** Every declared problem: compare `type` to know which. */\n',
    `export type ApiProblem =\n${members};\n\n`,
    `const problemTypes: ReadonlySet<string> = /* @__PURE__ */ new Set<ProblemType>([\n`,
    `${names.map((name) => `  ${name},\n`).join('')}]);\n\n`,
    '/** Whether an error is a problem of a type that the description declares. */\n',
    'export const isApiProblem = (error: unknown): error is ApiProblem =>\n',
    '  isProblem(error) && problemTypes.has(error.type);\n\n',
  ].join('');
}

function problemMember({ type, statuses, example }: ProblemType): string {
  const status = statuses.every((one) => /^[1-5]\d\d$/.test(one)) ? statuses.join(' | ') : 'number';
  const extensions = extensionsOf(example);
  const given = [stringLiteral(type), status || 'number', ...(extensions === undefined ? [] : [extensions])];
  return `  | KnownProblem<${given.join(', ')}>`;
}

const STANDARD = new Set(['type', 'title', 'status', 'detail', 'instance']);

/** The members that an example shows beside the standard ones: known by name, for examples promise no types. */
function extensionsOf(example: ProblemType['example']): string | undefined {
  const names = Object.keys(example ?? {}).filter((name) => !STANDARD.has(name));
  if (names.length === 0) return undefined;
  return `{ ${names.map((name) => `readonly ${propertyName(name)}?: unknown`).join('; ')} }`;
}
