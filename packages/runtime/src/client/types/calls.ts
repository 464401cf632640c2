/**
 * The operations of a generated client. Everything stands ready under a name, so that a call looks up what it needs
 * and computes nothing: `init` what a call takes, `result` and `otherwise` what it gives.
 *
 * Nothing here constrains `Calls`, and no rest parameter has a generic type: for either, the compiler would look into
 * all operations of a description before it looks into one.
 */
import type { ParseAs, ParsedBody } from './options.ts';
import type { Success, Unanswered } from './outcome.ts';
import type { RequestExtras } from './request-extras.ts';

/**
 * An operation that may be called without parameters.
 * - `Init`: `params` and `body`
 * - `Result`: the outcomes of 2XX, 4XX and 5XX that the description declares, and its `default`
 * - `Otherwise`: what else may come: declared outcomes of 1XX and 3XX, and what is not declared
 * - `Needs`: the security schemes of each alternative; `unknown` where nothing is needed
 */
export interface OptionalCall<Init, Result, Otherwise, Needs = unknown> {
  readonly init: Init;
  readonly isOptional: true;
  readonly absent: undefined;
  readonly result: Result;
  readonly otherwise: Otherwise | Unanswered;
  readonly needs: Needs;
}

/** An operation with a required parameter or body. */
export interface RequiredCall<Init, Result, Otherwise, Needs = unknown> {
  readonly init: Init;
  readonly isOptional: false;
  readonly absent: never;
  readonly result: Result;
  readonly otherwise: Otherwise | Unanswered;
  readonly needs: Needs;
}

/** What a call may say beside its parameters and its body. */
export interface Extras<As extends ParseAs> extends RequestExtras {
  /** How the body of a successful answer is given. @default json */
  parseAs?: As | undefined;
}

export type Method = 'GET' | 'PUT' | 'POST' | 'DELETE' | 'OPTIONS' | 'HEAD' | 'PATCH' | 'TRACE' | 'QUERY';

/**
 * What a call gives: `result` what openapi-fetch gives, `result` and `otherwise` everything that may happen
 * (`errors: 'value'`).
 */
export type Given = 'result' | 'otherwise';

/** A part of an operation by its name. */
export type Part<Call, Name> = Call[Name & keyof Call];

/** What a call takes after its path. */
export type Init<Call, As extends ParseAs = 'json'> =
  | (Part<Call, 'init'> & Extras<As>)
  | Part<Call, 'absent'>;

/** The path of an operation that needs neither parameters nor a body. In its place stands what the compiler says. */
export type BarePath<Call, Path> = Call extends { readonly isOptional: true }
  ? Path
  : 'this operation has required parameters or a body: give them as the second argument';

/** A method of a client, for the paths that have it. */
export interface CallMethod<Calls, Gives extends Given> {
  <Path extends keyof Calls, As extends ParseAs = 'json'>(
    path: Path,
    init: Init<Calls[Path], As>,
  ): Promise<ReadAs<Part<Calls[Path], Gives>, As>>;
  <Path extends keyof Calls>(path: BarePath<Calls[Path], Path>): Promise<Part<Calls[Path], Gives>>;
}

/** The same for a client that has credentials for some security schemes only. */
export interface CheckedCallMethod<Calls, Gives extends Given, Schemes> {
  <Path extends keyof Calls, As extends ParseAs = 'json'>(
    path: Permitted<Calls[Path], Schemes, Path>,
    init: Init<Calls[Path], As>,
  ): Promise<ReadAs<Part<Calls[Path], Gives>, As>>;
  <Path extends keyof Calls>(
    path: Permitted<Calls[Path], Schemes, BarePath<Calls[Path], Path>>,
  ): Promise<Part<Calls[Path], Gives>>;
}

/** The path of an operation that one of whose alternatives the client has all credentials of. */
export type Permitted<Call, Schemes, Path> =
  Schemes extends Part<Call, 'needs'> ? Path : MissingCredentials<Part<Call, 'needs'>>;

/** Stands in the message of the compiler: the client lacks credentials of each of these alternatives. */
export interface MissingCredentials<Needed> {
  readonly 'this operation needs credentials that the client was created without': Needed;
}

/** A result as its body was read. */
export type ReadAs<Result, As extends ParseAs> = As extends 'json' ? Result : Parsed<Result, As>;

type Parsed<Result, As extends ParseAs> =
  Result extends Success<infer Status, unknown, infer Media, infer AnswerHeaders>
    ? Success<Status, ParsedBody<unknown>[As], Media, AnswerHeaders>
    : Result;

/** The types of one description, as `client.ts` of the generated folder has them. */
export interface Api {
  /** Operations by method in capitals and path template. */
  readonly calls: Readonly<Record<Method, object>>;
  /** The item of each operation that declares paging, by method and path template. */
  readonly pages: object;
  /** The item of each operation that answers a stream of items, by method and path template. */
  readonly streams: object;
}
