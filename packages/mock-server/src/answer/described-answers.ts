import type { Operation } from '@plumbline/openapi';
import { type Answer, FixedAnswer } from '@plumbline/runtime/server';
import type { AnsweredBy } from '../log/exchange-record.ts';
import { concreteMediaType } from '../media-kind.ts';
import type { Workbench } from '../operation/workbench.ts';
import type { Preferences } from '../request/preferences.ts';
import type { Negotiated, Negotiator } from './negotiate.ts';
import { isProblem, withFacts } from './problem-facts.ts';
import type { Asked, WrittenAnswers } from './written-answers.ts';

/** What a request wants of the description. */
export interface Wish extends Asked {
  readonly pathname: string;
  readonly preferences: Preferences;
}

/** A body as the description has it. */
export interface DescribedBody {
  readonly value: unknown;
  readonly answeredBy: Extract<AnsweredBy, 'example' | 'made'>;
}

export interface DescribedAnswer {
  readonly answer: Answer;
  /** Undefined: it has no body. */
  readonly answeredBy: AnsweredBy | undefined;
}

/** An answer that stays the same for a while. */
interface Kept extends DescribedAnswer {
  readonly moment: number;
}

/** Answers kept for one operation, a few for each example: what a request can ask for has no end. */
const MAX_KEPT = 32;

/** What the description itself has to answer with: examples and made values. */
export class DescribedAnswers {
  readonly #operation: Operation;
  readonly #workbench: Workbench;
  readonly #negotiator: Negotiator;
  readonly #written: WrittenAnswers;
  readonly #kept = new Map<string, Kept>();
  /** The same by what was negotiated, which is one and the same for requests that wish for the same. */
  readonly #latest = new WeakMap<Negotiated, Kept>();

  constructor(
    operation: Operation,
    workbench: Workbench,
    parts: { readonly negotiator: Negotiator; readonly written: WrittenAnswers },
  ) {
    this.#operation = operation;
    this.#workbench = workbench;
    this.#negotiator = parts.negotiator;
    this.#written = parts.written;
  }

  /** @throws {MockRefusal} where the description has nothing of the kind */
  answer(wish: Wish, requestId: () => string): DescribedAnswer {
    const { preferences, accept } = wish;
    const isDynamic = preferences.dynamic ?? this.#workbench.options.dynamic ?? false;
    const { code, example } = preferences;
    const negotiated = this.#negotiator.success({ code, example, dynamic: isDynamic, accept });
    const isFactual = negotiated.content !== undefined && isProblem(negotiated.content);
    if (!isDynamic && !isFactual && preferences.seed === undefined) return this.#same(negotiated, wish);
    const body = this.body(negotiated, preferences, isDynamic);
    const value = isFactual ? this.#withFacts(negotiated, body?.value, wish, requestId) : body?.value;
    return { answer: this.#written.write(negotiated, value, wish), answeredBy: body?.answeredBy };
  }

  /** The value that a body is written from; undefined where the answer has none. */
  body(
    { content, status, example }: Negotiated,
    preferences: Preferences,
    isDynamic: boolean,
  ): DescribedBody | undefined {
    if (!content) return undefined;
    const { bodies, options } = this.#workbench;
    const isMade = isDynamic || options.ignoreExamples || content.examples.length === 0;
    const value = bodies.choose(content, {
      example,
      isNamed: preferences.example !== undefined,
      isDynamic,
      seed: preferences.seed ?? (options.seed === undefined ? undefined : String(options.seed)),
      key: `${this.#operation.id} ${status} ${content.mediaType}`,
    });
    return { value, answeredBy: isMade ? 'made' : 'example' };
  }

  /** What is the same for every request is written, and checked by the runtime, once. */
  #same(negotiated: Negotiated, wish: Wish): DescribedAnswer {
    const { moment } = this.#written;
    const isLaterPage = this.#written.isLaterPage(wish.target);
    const latest = isLaterPage ? undefined : this.#latest.get(negotiated);
    if (latest?.moment === moment) return latest;
    const kept = this.#keep(keyOf(negotiated, wish, isLaterPage), { negotiated, wish, moment });
    if (!isLaterPage) this.#latest.set(negotiated, kept);
    return kept;
  }

  #keep(
    key: string,
    {
      negotiated,
      wish,
      moment,
    }: { readonly negotiated: Negotiated; readonly wish: Wish; readonly moment: number },
  ): Kept {
    const known = this.#kept.get(key);
    if (known?.moment === moment) return known;
    const body = this.body(negotiated, wish.preferences, false);
    const written = this.#written.write(negotiated, body?.value, wish);
    const { status, headers, contentType } = written;
    const answer = new FixedAnswer(
      contentType === undefined ? { status, headers } : { status, headers, contentType, body: written.body },
    );
    const kept = { answer, answeredBy: body?.answeredBy, moment };
    if (known || this.#kept.size < MAX_KEPT) this.#kept.set(key, kept);
    return kept;
  }

  #withFacts({ content, status }: Negotiated, value: unknown, wish: Wish, requestId: () => string): unknown {
    if (!content) return value;
    const { examples } = this.#workbench;
    const facts = { status, instance: wish.pathname, requestId: requestId() };
    return withFacts(value, facts, { content, examples });
  }
}

/** What an answer that is not dynamic depends on. */
function keyOf(
  { status, content, example }: Negotiated,
  { preferences, accept }: Wish,
  isLaterPage: boolean,
): string {
  const type = content === undefined ? '' : concreteMediaType(content.mediaType, accept);
  const named = preferences.example === undefined ? '' : (example?.name ?? '');
  return `${status} ${isLaterPage ? 'later' : 'first'} ${type} ${content?.mediaType} ${named}`;
}
