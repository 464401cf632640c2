import type { AnyOutcome, OutcomeName, OutcomeNamed, Undeclared } from './types/outcome.ts';

/** A function for each outcome by its name: a status, a range such as `4XX`, `default`. */
export type OutcomeHandlers<Outcome extends AnyOutcome> = {
  readonly [Name in OutcomeName<Outcome>]: (outcome: OutcomeNamed<Outcome, Name>) => unknown;
} & {
  /** For what the description does not declare. @default throws `UndeclaredOutcome` */
  readonly undeclared?: (outcome: Undeclared) => unknown;
};

type Returned<Handler> = Handler extends (...args: never) => infer Result ? Result : never;

/** The server answered what its description does not declare, and nobody said what to do then. */
export class UndeclaredOutcome extends Error {
  override readonly name = 'UndeclaredOutcome';
  readonly outcome: AnyOutcome;

  constructor(outcome: AnyOutcome) {
    const { status, mediaType = 'no media type', response } = outcome;
    super(
      `The description declares no answer ${status} (${mediaType}) of ${response.url || 'this operation'}: ` +
        'declare it, or give `match` a function `undeclared`.',
    );
    this.outcome = outcome;
  }
}

/**
 * Calls the function for the outcome. It does not compile when the description declares an outcome for which there
 * is none. A status is looked for itself, then its range (`4XX`), then `default`, then `undeclared`.
 *
 *     const name = match(await client.GET('/websites/{id}', { params }), {
 *       200: ({ data }) => data.name,
 *       404: ({ error }) => error.title,
 *     });
 *
 * With `errors: 'value'` the outcomes `undeclared` and `unanswered` are among those that need a function.
 * @throws {UndeclaredOutcome} for an outcome without a function
 */
export function match<Outcome extends AnyOutcome, Handlers extends OutcomeHandlers<Outcome>>(
  outcome: Outcome,
  handlers: Handlers,
): Returned<Handlers[keyof Handlers]> {
  // Safe: its names are looked up one by one, and each function takes the outcomes of its name.
  const known = handlers as unknown as Readonly<Record<string, Handler>>;
  for (const name of namesOf(outcome)) {
    const handler = Object.hasOwn(known, name) ? known[name] : undefined;
    // Safe: the result is that of one of the handlers.
    if (handler) return handler(outcome) as Returned<Handlers[keyof Handlers]>;
  }
  throw new UndeclaredOutcome(outcome);
}

type Handler = (outcome: AnyOutcome) => unknown;

function namesOf({ status }: AnyOutcome): readonly string[] {
  if (status === 0) return ['unanswered'];
  return [String(status), `${Math.floor(status / 100)}XX`, 'default', 'undeclared'];
}
