/**
 * The operations of a generated client. Everything stands ready under a name, so that a call looks up what it needs
 * and computes nothing: `args` what follows the path, `result` and `otherwise` what comes back.
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
  readonly args: [init?: Init & JsonExtras];
  readonly result: Result;
  readonly otherwise: Otherwise | Unanswered;
  readonly needs: Needs;
}

/** An operation with a required parameter or body. */
export interface RequiredCall<Init, Result, Otherwise, Needs = unknown> {
  readonly init: Init;
  readonly args: [init: Init & JsonExtras];
  readonly result: Result;
  readonly otherwise: Otherwise | Unanswered;
  readonly needs: Needs;
}

export interface JsonExtras extends RequestExtras {
  /** How the body of a successful answer is given. @default json */
  parseAs?: 'json' | undefined;
}

export interface ParsedExtras<As extends ParseAs> extends RequestExtras {
  parseAs: As;
}

export type Method = 'GET' | 'PUT' | 'POST' | 'DELETE' | 'OPTIONS' | 'HEAD' | 'PATCH' | 'TRACE' | 'QUERY';

/**
 * What a call gives: `result` what openapi-fetch gives, `result` and `otherwise` everything that may happen
 * (`errors: 'value'`).
 */
export type Given = 'result' | 'otherwise';

/**
 * A part of an operation by its name. Nothing here constrains `Calls`: to check a constraint, the compiler would
 * look into all operations of the description.
 */
export type Part<Call, Name> = Call[Name & keyof Call];

/** What follows the path in a call. */
export type Arguments<Call> = Call extends { readonly args: infer Args extends readonly unknown[] }
  ? Args
  : never;

/** A method of a client, for the paths that have it. */
export interface CallMethod<Calls, Gives extends Given> {
  <Path extends keyof Calls>(path: Path, ...init: Arguments<Calls[Path]>): Promise<Part<Calls[Path], Gives>>;
  <Path extends keyof Calls, As extends ParseAs>(
    path: Path,
    init: Part<Calls[Path], 'init'> & ParsedExtras<As>,
  ): Promise<Parsed<Part<Calls[Path], Gives>, As>>;
}

/** The same for a client that knows some security schemes only: others' operations ask for what is missing. */
export interface CheckedCallMethod<Calls, Gives extends Given, Schemes> {
  <Path extends keyof Calls>(
    path: Path,
    ...init: Schemes extends Part<Calls[Path], 'needs'>
      ? Arguments<Calls[Path]>
      : [missing: MissingCredentials<Part<Calls[Path], 'needs'>>]
  ): Promise<Part<Calls[Path], Gives>>;
  <Path extends keyof Calls, As extends ParseAs>(
    path: Schemes extends Part<Calls[Path], 'needs'> ? Path : MissingCredentials<Part<Calls[Path], 'needs'>>,
    init: Part<Calls[Path], 'init'> & ParsedExtras<As>,
  ): Promise<Parsed<Part<Calls[Path], Gives>, As>>;
}

/** Stands in the message of the compiler: the client has no credentials for any of these alternatives. */
export interface MissingCredentials<Needed> {
  readonly 'this operation needs credentials that the client does not have': Needed;
}

/** A result whose `data` was read in another way. */
export type Parsed<Result, As extends ParseAs> =
  Result extends Success<infer Status, unknown, infer Media, infer AnswerHeaders>
    ? Success<Status, ParsedBody<unknown>[As], Media, AnswerHeaders>
    : Result;

/** The types of one description, as `client.ts` of the generated folder has them. */
export interface Api {
  /** Operations by method in capitals and path template. */
  readonly calls: Readonly<Record<Method, object>>;
  /** The item of each operation that declares paging, by path template. */
  readonly pages: object;
  /** The item of each operation that answers a stream of items, by path template. */
  readonly streams: object;
}
