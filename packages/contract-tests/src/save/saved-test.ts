import type { ObligationResult } from '../obligation-result.ts';
import type {
  BodyRule,
  IdPlace,
  Replay,
  ReplayExpectation,
  ReplayPiece,
  ReplayStep,
  ReplayText,
} from '../replay.ts';

/** The first line of every saved test; a file that begins otherwise is somebody's own. */
export const savedMark = '// Saved by plumbline from a failed contract test.';

/**
 * A failure as an ordinary vitest test that needs nothing but `fetch`. Whatever comes from the description or an
 * answer stands in it as a JSON string, never as code.
 */
export function toSavedTest(result: ObligationResult, replay: Replay, baseUrl: string): string {
  const uses = textsOf(replay).flat();
  const secrets = [...new Set(uses.flatMap((piece) => (isSecret(piece) ? [piece.secret] : [])))];
  const isCleaning = replay.steps.some(({ undo }) => undo !== undefined);
  return [
    savedMark,
    `// It may be edited; then delete this line and the one above, and it is not written again.`,
    `import { expect${isCleaning ? ', onTestFinished' : ''}, test } from 'vitest';`,
    '',
    `const baseUrl = (process.env.BASE_URL ?? ${literal(baseUrl)}).replace(/\\/+$/, '');`,
    ...secrets.map(declareSecret),
    '',
    `test(${literal(`${result.operation}: ${result.claim}`)}, async () => {`,
    ...replay.steps.flatMap((step, index) =>
      indent(writeStep(step, index, index === replay.steps.length - 1)),
    ),
    ...indent(writeExpectation(replay.expected, `answer${replay.steps.length - 1}`)),
    '});',
    '',
  ].join('\n');
}

const isSecret = (piece: ReplayPiece): piece is { readonly secret: string } =>
  typeof piece === 'object' && 'secret' in piece;

const textsOf = ({ steps }: Replay): readonly ReplayText[] =>
  steps.flatMap(({ path, headers, body }) => [path, ...Object.values(headers), ...(body ? [body] : [])]);

/** JSON is JavaScript, except that JSON allows two line separators that are hard to see. */
function literal(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u2028\u2029\u200b-\u200f\u202a-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Environment variables have plain names; anything else is no name and becomes one. */
const variableName = (name: string): string => `secret_${name.replace(/\W/g, '_')}`;

const declareSecret = (name: string): string =>
  `const ${variableName(name)} = process.env[${literal(name)}] ?? '';`;

const indent = (lines: readonly string[]): readonly string[] => lines.map((line) => `  ${line}`);

function writeText(text: ReplayText): string {
  return text.length === 0 ? "''" : text.map(writePiece).join(' + ');
}

function writePiece(piece: ReplayPiece): string {
  if (typeof piece === 'string') return literal(piece);
  if ('secret' in piece) return variableName(piece.secret);
  return 'idOf' in piece ? `id${piece.idOf}` : 'crypto.randomUUID()';
}

function writeStep(step: ReplayStep, index: number, isLast: boolean): readonly string[] {
  const { method, path, headers, body, makes } = step;
  return [
    `const answer${index} = await fetch(baseUrl + ${writeText(path)}, {`,
    `  method: ${literal(method)},`,
    '  headers: {',
    ...Object.entries(headers).map(([name, text]) => `    ${literal(name)}: ${writeText(text)},`),
    '  },',
    ...(body === undefined ? [] : [`  body: ${writeText(body)},`]),
    "  redirect: 'manual',",
    '});',
    `const text${index} = await answer${index}.text();`,
    ...(isLast ? [] : [`expect(answer${index}.ok, text${index}).toBe(true);`]),
    ...(makes
      ? [`const id${index} = answer${index}.ok ? encodeURIComponent(String(${idAt(makes, index)})) : '';`]
      : []),
    ...writeUndo(step, index),
  ];
}

const idAt = (makes: IdPlace, index: number): string =>
  'pointer' in makes
    ? `JSON.parse(text${index})${accessors(makes.pointer)}`
    : `(answer${index}.headers.get('location') ?? '').split('/').pop()`;

/** What a test makes it takes away, also when it fails. */
function writeUndo({ headers, undo }: ReplayStep, index: number): readonly string[] {
  if (!undo) return [];
  const own = Object.entries(headers).filter(([name]) => !requestOnly.has(name));
  const sent = own.map(([name, text]) => `${literal(name)}: ${writeText(text)}`).join(', ');
  return [
    'onTestFinished(async () => {',
    `  if (id${index} === '') return;`,
    `  await fetch(baseUrl + ${writeText(undo.path)}, { method: 'DELETE', headers: { ${sent} } });`,
    '});',
  ];
}

/** Headers that belong to one request; the others tell who calls. */
const requestOnly: ReadonlySet<string> = new Set(['content-type', 'idempotency-key', 'if-match']);

/** Property accesses by JSON strings: `["data"]["id"]`. */
function accessors(pointer: string): string {
  const tokens = pointer.split('/').slice(1);
  return tokens.map((token) => `[${literal(token.replaceAll('~1', '/').replaceAll('~0', '~'))}]`).join('');
}

function writeExpectation(expected: ReplayExpectation, answer: string): readonly string[] {
  const text = answer.replace('answer', 'text');
  switch (expected.kind) {
    case 'status':
      return [
        `expect(String(${answer}.status), ${text}).toMatch(/^(?:${statusPattern(expected.statuses)})$/);`,
      ];
    case 'mediaType':
      return [
        `const mediaType = (${answer}.headers.get('content-type') ?? '').split(';')[0].trim().toLowerCase();`,
        `expect(${literal(expected.mediaTypes.map((mediaType) => mediaType.split(';')[0]?.trim().toLowerCase()))}).toContain(mediaType);`,
      ];
    case 'header':
      return [
        `expect(${answer}.headers.get(${literal(expected.name)})).not.toBe(${expected.not === undefined ? 'null' : literal(expected.not)});`,
      ];
    case 'body':
      return [`const body = JSON.parse(${text});`, ...expected.rules.map(writeRule)];
  }
}

/** Only digits and `X` get into the expression. */
function statusPattern(statuses: readonly string[]): string {
  const patterns = statuses.filter((status) => /^[1-5](\d\d|XX)$/i.test(status));
  return patterns.map((status) => status.replace(/XX/i, '\\d\\d')).join('|');
}

function writeRule(rule: BodyRule): string {
  const place = `body${accessors(rule.pointer)}`;
  switch (rule.rule) {
    case 'has':
      return `expect(Object.keys(${place})).toContain(${literal(rule.property)});`;
    case 'lacks':
      return `expect(Object.keys(${place})).not.toContain(${literal(rule.property)});`;
    case 'type':
      return `expect(${literal(typeNames(rule.types))}).toContain(${place} === null ? 'null' : Array.isArray(${place}) ? 'array' : typeof ${place});`;
    case 'oneOf':
      return `expect(${literal(rule.values)}).toContainEqual(${place});`;
    case 'not':
      return `expect(${place}).not.toEqual(${literal(rule.value)});`;
  }
}

const typeNames = (types: readonly string[]): readonly string[] =>
  types.map((type) => (type === 'integer' ? 'number' : type));
