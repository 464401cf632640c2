import type { Place } from '@plumbline/openapi';

/** What the description promises of answers and of refusals, by the names that contract tests give it. */
export type AnswerObligation = 'R.undeclared' | 'R.media' | 'R.body' | 'R.header' | 'Q.reject';

/** What a client owes: a request as it is described. */
export type RequestObligation =
  | 'request.parameter'
  | 'request.body'
  | 'request.media'
  | 'request.security'
  | 'request.operation';

/** One way in which an exchange is not as described. */
export interface ContractViolation {
  /** Who broke it: the client with its request, or the server with its answer. */
  readonly direction: 'request' | 'response';
  readonly obligation: AnswerObligation | RequestObligation;
  /** The operation's id; absent where the description has no such operation. */
  readonly operation?: string;
  /** JSON Pointer into the body, or `query/limit`, `header/etag`, `status`, `content-type`, `path`. */
  readonly pointer: string;
  /** The keyword that was broken, or another word for the rule. */
  readonly code: string;
  /** One sentence, without the pointer. */
  readonly message: string;
  /** Where the description says so, with line and column where these are known. */
  readonly place?: Place;
  /** What may be done about it. */
  readonly help?: string;
}

/** A violation in one line for people: where, what, and which promise of the description. */
export function violationText({
  operation,
  obligation,
  pointer,
  message,
  place,
  help,
}: ContractViolation): string {
  const promise = place === undefined ? '' : ` (${placeText(place)})`;
  const subject = [operation, pointer === '' ? 'body' : pointer]
    .filter((part) => part !== undefined)
    .join(' ');
  return `${obligation} ${subject} ${message}${promise}${help === undefined ? '' : `. ${help}`}`;
}

/** `openapi.yaml:12:5`, or with the pointer where lines are not known. */
export function placeText({ file, pointer, line, column }: Place): string {
  return line === undefined ? `${file}#${pointer}` : `${file}:${line}:${column ?? 1}`;
}
