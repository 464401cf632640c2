/**
 * Which declared response, media type and example answer a request: Prism's own negotiation, because its rules
 * for `Prefer`, `Accept`, `default` and status ranges are what users of mocks know. Prism is given one operation
 * of our model, so it never sees the document, and what it chooses is translated back into the model.
 */
import { createRequire } from 'node:module';
import type { Example, MediaType, Operation, Response } from '@plumbline/openapi';
import { isObject, member } from '../json.ts';
import { concreteMediaType } from '../media-kind.ts';
import { MockRefusal, type PrismProblem, prismProblem } from './prism-problem.ts';

export interface Wanted {
  readonly code?: number | undefined;
  readonly example?: string | undefined;
  readonly dynamic: boolean;
  /** The `Accept` header. */
  readonly accept: string | null;
}

export interface Negotiated {
  readonly status: number;
  readonly response: Response;
  /** Absent: the response has no body. */
  readonly content?: MediaType;
  /** As declared, where `content` is there. */
  readonly example?: Example;
}

export interface Negotiator {
  /** Throws a `MockRefusal`. */
  success(wanted: Wanted): Negotiated;
  /** The first of the statuses that is declared, undefined when none is. */
  refusal(statuses: readonly number[], example: string | undefined): Negotiated | undefined;
}

type PrismModule = typeof import('@stoplight/prism-http/dist/mocker/negotiator/NegotiatorHelpers.js');

// A CommonJS module with a `default` of its own: tools differ in what an import of it gives, `require` does not.
// Safe: the type is that of the very file.
const { default: prism } = createRequire(import.meta.url)(
  '@stoplight/prism-http/dist/mocker/negotiator/NegotiatorHelpers.js',
) as PrismModule;

type PrismOperation = Parameters<typeof prism.negotiateOptionsForValidRequest>[0];
type PrismLogger = Parameters<ReturnType<typeof prism.negotiateOptionsForValidRequest>>[0];
type PrismResult = ReturnType<ReturnType<typeof prism.negotiateOptionsForValidRequest>>;

const silent = () => undefined;
// Safe: these are the methods of the logger that negotiation calls; nothing else of it is read.
const LOGGER = { debug: silent, info: silent, success: silent, warn: silent } as unknown as PrismLogger;

export function createNegotiator(operation: Operation): Negotiator {
  const describe = createDescriber(operation);
  const negotiate = (wanted: Wanted): PrismResult => {
    const accepted = acceptedRanges(wanted.accept);
    return prism.negotiateOptionsForValidRequest(describe(wanted.accept), {
      dynamic: wanted.dynamic,
      // Prism's types are older than `exactOptionalPropertyTypes`.
      ...(wanted.code === undefined ? {} : { code: wanted.code }),
      ...(wanted.example === undefined ? {} : { exampleKey: wanted.example }),
      ...(accepted.length === 0 ? {} : { mediaTypes: accepted }),
    })(LOGGER);
  };

  function success(wanted: Wanted): Negotiated {
    for (const attempt of attemptsFor(wanted)) {
      const found = toNegotiated(operation, negotiate(attempt), attempt.accept);
      if (found && isWanted(found, attempt)) return found;
    }
    throw new MockRefusal(problemOf(negotiate(wanted), wanted));
  }

  function refusal(statuses: readonly number[], example: string | undefined): Negotiated | undefined {
    const [first, ...rest] = statuses;
    if (first === undefined) return undefined;
    const { responses } = describe(null);
    const negotiated = prism.negotiateOptionsForInvalidRequest(responses, [first, ...rest], example)(LOGGER);
    return withBody(toNegotiated(operation, negotiated, null));
  }

  /** Of requests that wish for nothing but a media type, as nearly all of them. */
  const usual = new Remembered<Negotiated>();
  const successes = new Remembered<Negotiated>();
  const refusals = new Remembered<Negotiated | undefined>();
  return {
    success(wanted) {
      const { code, example, dynamic, accept } = wanted;
      if (code === undefined && example === undefined && !dynamic) {
        return usual.get(accept ?? '', () => success(wanted));
      }
      return successes.get(JSON.stringify([code, example, dynamic, accept]), () => success(wanted));
    },
    refusal(statuses, example) {
      return refusals.get(JSON.stringify([statuses, example]), () => refusal(statuses, example));
    },
  };
}

/** Wishes whose outcome is kept for each operation: clients ask for the same again and again. */
const MAX_REMEMBERED = 64;

/** What an outcome depends on is all in its key. */
class Remembered<Outcome> {
  readonly #known = new Map<string, { readonly outcome: Outcome }>();

  get(key: string, find: () => Outcome): Outcome {
    const known = this.#known.get(key);
    if (known !== undefined) return known.outcome;
    const outcome = find();
    if (this.#known.size < MAX_REMEMBERED) this.#known.set(key, { outcome });
    return outcome;
  }
}

/**
 * `Accept` speaks of successes: a client that takes JSON only is told of a problem all the same. And what has no
 * schema has no dynamic values, so its example must do.
 */
function attemptsFor(wanted: Wanted): readonly Wanted[] {
  const dynamics = wanted.dynamic ? [true, false] : [false];
  const accepts =
    wanted.code !== undefined && wanted.code >= 400 && wanted.accept !== null
      ? [wanted.accept, null]
      : [wanted.accept];
  return accepts.flatMap((accept) => dynamics.map((dynamic) => ({ ...wanted, accept, dynamic })));
}

/** When Prism cannot answer with the preferred status it falls back to another one without a word. */
function isWanted(found: Negotiated, wanted: Wanted): boolean {
  return wanted.code === undefined || found.status === wanted.code;
}

const TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
const RANGE = new RegExp(`^\\s*${TOKEN}/${TOKEN}(\\s*;\\s*${TOKEN}=(${TOKEN}|"[^"\\\\]*"))*\\s*$`);

/** The ranges of an `Accept` header that can be read; without any it says nothing. Prism throws for the others. */
function acceptedRanges(accept: string | null): string[] {
  return (accept ?? '').split(',').filter((range) => RANGE.test(range));
}

function toNegotiated(
  operation: Operation,
  result: PrismResult,
  accept: string | null,
): Negotiated | undefined {
  if (result._tag === 'Left') return undefined;
  const { code, mediaType, bodyExample } = result.right;
  const status = Number(code);
  const response = findResponse(operation.responses, status);
  if (!response) return undefined;
  // A range may stand for a media type that is declared by itself too.
  const content =
    response.content.find((declared) => declared.mediaType === mediaType) ??
    response.content.find((declared) => concreteMediaType(declared.mediaType, accept) === mediaType);
  const example = content?.examples.find(({ name }) => name === bodyExample?.key);
  return {
    status,
    response,
    ...(content === undefined ? {} : { content }),
    ...(example === undefined ? {} : { example }),
  };
}

/** Prism leaves the body of a refusal out where neither a schema nor an example says what it is. */
function withBody(negotiated: Negotiated | undefined): Negotiated | undefined {
  const [content] = negotiated?.response.content ?? [];
  return negotiated && content && !negotiated.content ? { ...negotiated, content } : negotiated;
}

/** An exact status before a range before `default`. */
export function findResponse(responses: readonly Response[], status: number): Response | undefined {
  const range = `${Math.floor(status / 100)}XX`;
  return (
    responses.find((response) => response.status === String(status)) ??
    responses.find((response) => response.status.toUpperCase() === range) ??
    responses.find((response) => response.status === 'default')
  );
}

function problemOf(result: PrismResult, wanted: Wanted): PrismProblem {
  const error = result._tag === 'Left' ? result.left : undefined;
  const status = isObject(error) ? error.status : undefined;
  if (wanted.code !== undefined) {
    return prismProblem('NOT_FOUND', notFoundDetail(wanted.code, wanted.example));
  }
  if (status === 404) {
    return prismProblem('NOT_FOUND', `There is no example called ${JSON.stringify(wanted.example)}.`);
  }
  if (status === 500) {
    return prismProblem('NO_RESPONSE_RESPONSE_DEFINED', 'The operation declares no response.');
  }
  const detail = member(error, 'detail');
  return prismProblem(
    'NOT_ACCEPTABLE',
    typeof detail === 'string' ? detail : 'None of the declared media types is accepted.',
  );
}

function notFoundDetail(code: number, example: string | undefined): string {
  const named = example === undefined ? '' : ` with an example called ${JSON.stringify(example)}`;
  return `The requested status ${code}${named} is not declared for this operation.`;
}

/**
 * The operation for Prism. Prism takes a declared range (`image/*`) for a media type, so it is given one of the
 * range; which one may depend on what the client accepts.
 */
function createDescriber(operation: Operation): (accept: string | null) => PrismOperation {
  const hasRange = operation.responses.some(({ content }) =>
    content.some(({ mediaType }) => mediaType.includes('*')),
  );
  const usual = toPrismOperation(operation, null);
  return (accept) => (hasRange ? toPrismOperation(operation, accept) : usual);
}

/** As much of the operation as negotiation reads. Schemas stay out of it: what is made of them is our own. */
function toPrismOperation(operation: Operation, accept: string | null): PrismOperation {
  return {
    id: operation.id,
    // Negotiation reads no more of it than whether it is `head`, which it answers without a look at the content:
    // the headers would then lack what a GET has (RFC 9110, section 9.3.2). The body is left out at the very end.
    method: 'get',
    path: operation.path,
    responses: operation.responses.map((response, index) => ({
      id: String(index),
      code: /^[1-5]xx$/i.test(response.status) ? response.status.toUpperCase() : response.status,
      contents: response.content.map((content) => toPrismContent(content, accept)),
    })),
  };
}

function toPrismContent({ mediaType, schema, itemSchema, examples }: MediaType, accept: string | null) {
  return {
    id: mediaType,
    mediaType: concreteMediaType(mediaType, accept),
    ...(schema === undefined && itemSchema === undefined ? {} : { schema: {} }),
    examples: examples.map(({ name, value }) => ({ id: name, key: name, value })),
  };
}
