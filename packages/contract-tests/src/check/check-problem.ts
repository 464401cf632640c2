import type { Draft } from '../request/draft.ts';
import type { Answer, Exchange } from '../run/exchange-record.ts';
import { isJsonObject, parseJson, property } from '../values/json.ts';
import { isProblemMedia } from './media-type.ts';
import { broken, kept, type Observation } from './observation.ts';

/** What RFC 9457 says of every problem, beyond the schema of the description. */
export function checkProblem(answer: Answer): readonly Observation[] {
  if (!isProblemMedia(answer.headers.get('content-type') ?? '')) return [];
  const problem = parseJson(answer.text)?.value;
  if (!isJsonObject(problem)) return [];
  return [checkStatusMember(problem, answer.status), checkTypeMember(problem)];
}

function checkStatusMember(problem: unknown, status: number): Observation {
  const member = property(problem, 'status');
  if (member === undefined || member === status) return kept('P.status');
  return broken('P.status', [], {
    expected: `\`status\` ${status}, as the status line says`,
    received: `\`status\` ${JSON.stringify(member)}`,
  });
}

function checkTypeMember(problem: unknown): Observation {
  const type = property(problem, 'type') ?? 'about:blank'; // the default of RFC 9457, section 3.1.1
  const title = property(problem, 'title') ?? '';
  if (typeof type === 'string' && isUriReference(type) && typeof title === 'string') return kept('P.type');
  return broken('P.type', [], {
    expected: 'a `type` that is a URI reference and a `title` that is text',
    received: `\`type\` ${JSON.stringify(type)}, \`title\` ${JSON.stringify(title)}`,
  });
}

const isUriReference = (text: string): boolean =>
  !/[\s<>"{}|\\^`]/.test(text) && URL.canParse(text, 'https://example.com/');

/** What the insides of servers look like in an answer. */
const leaks: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['a stack trace', /(?:\n|\\n)\s+at (?:async )?[^\s()]+ ?\([^()]*:\d+/],
  ['a stack trace', /Traceback \(most recent call last\)|\bat [\w.$]+\([\w]+\.java:\d+\)/],
  [
    'an SQL error',
    /SQLSTATE|syntax error at or near|\bORA-\d{5}\b|duplicate key value violates unique constraint/,
  ],
  ['an SQL statement', /\bselect\b[^.]{1,200}\bfrom\b[^.]{1,200}\bwhere\b|\binsert into "?\w+"?\s*\(/i],
  ['a path of the server', /\/node_modules\/|file:\/\/\/\w/],
];

/** Only refusals and failures are looked at: a page about SQL may well hold SQL. */
export function checkLeak(
  { draft }: Pick<Exchange, 'draft'>,
  { status, text }: Answer,
): readonly Observation[] {
  if (status < 400) return [];
  if (showsSecret(draft, text)) {
    const expected = 'nothing of the credentials that were sent';
    return [broken('P.leak', [], { expected, received: 'the secret of the caller' })];
  }
  const found = leaks.find(([, pattern]) => pattern.test(text));
  if (!found) return [kept('P.leak')];
  return [broken('P.leak', [], { expected: 'nothing of the inside of the server', received: found[0] })];
}

/** A shorter text may stand in an answer by chance. */
const leastSecret = 8;

/** Refusals end up in logs and on screens, where nobody expects a secret. Invented credentials are none. */
const showsSecret = ({ identity, credentials }: Draft, text: string): boolean =>
  identity !== undefined &&
  Object.values(credentials).some((secret) => secret.length >= leastSecret && text.includes(secret));
