import type { TransportFailure } from '../core/transport-failure.ts';
import type { StatusBesides } from './status.ts';

/** Names the outcome in a description where its status does not: `4XX`, `default`. Types only. */
declare const declaredAs: unique symbol;

/** The name under which `match` knows an outcome; no value has it at run time. */
export interface DeclaredAs<Name extends string> {
  readonly [declaredAs]?: Name;
}

/** An answer of 2XX. Compare `status` (and `mediaType`, where there are several) to know more. */
export interface Success<
  Status extends number,
  Data,
  Media extends string | undefined = 'application/json',
  AnswerHeaders = Headers,
> {
  readonly status: Status;
  data: Data;
  error?: never;
  /** Media type of the answer in lower case and without parameters. */
  readonly mediaType: Media;
  readonly headers: AnswerHeaders;
  response: Response;
}

/** Any other answer that the description declares. */
export interface Failure<
  Status extends number,
  Error,
  Media extends string | undefined = 'application/json',
  AnswerHeaders = Headers,
> {
  readonly status: Status;
  data?: never;
  error: Error;
  /** Media type of the answer in lower case and without parameters. */
  readonly mediaType: Media;
  readonly headers: AnswerHeaders;
  response: Response;
}

/** An answer of a status that the description does not declare: its parts are what they are. */
export interface Undeclared<Declared extends number = never> extends DeclaredAs<'undeclared'> {
  readonly status: StatusBesides<Declared>;
  /** What was read of a 2XX. */
  data?: unknown;
  /** What was read of any other answer. */
  error?: unknown;
  readonly mediaType: string | undefined;
  readonly headers: Headers;
  response: Response;
}

/** No answer at all, as a value: `createClient({ errors: 'value' })`. */
export interface Unanswered extends DeclaredAs<'unanswered'> {
  readonly status: 0;
  data?: never;
  error: TransportFailure;
  readonly mediaType: undefined;
  readonly headers: Headers;
  /** `Response.error()`. */
  response: Response;
}

/** What every outcome has. */
export interface AnyOutcome {
  readonly status: number;
  data?: unknown;
  error?: unknown;
  readonly mediaType: string | undefined;
  readonly headers: object;
  response: Response;
}

/** The name of each outcome of a union: a status, `4XX`, `default`, `undeclared` or `unanswered`. */
export type OutcomeName<Outcome extends AnyOutcome> = Outcome extends unknown
  ? typeof declaredAs extends keyof Outcome
    ? Extract<Outcome[typeof declaredAs], string>
    : Outcome['status']
  : never;

/** The outcomes of that name. */
export type OutcomeNamed<Outcome extends AnyOutcome, Name> = Outcome extends unknown
  ? Name extends OutcomeName<Outcome>
    ? Outcome
    : never
  : never;

/**
 * Headers of an answer. A required one of the description always has a value; all are text, as they travel.
 * Names that the description does not know are allowed: servers send more than they declare.
 */
export interface AnswerHeaders<Required extends string, Optional extends string = never> extends Headers {
  get(name: Required): string;
  // `string & {}` admits every name and leaves the declared ones to completion.
  get(name: Optional | (string & {})): string | null;
}
