import type { Operation } from '@plumbline/openapi';
import type { IncomingRequest } from '@plumbline/runtime/server';
import { parseTrouble } from './parse-trouble.ts';
import type { TroublePlan } from './trouble.ts';
import { type Strike, type TroubleRule, TroubleRules, type TroubleScope } from './trouble-rules.ts';

/** The request header that asks for trouble. */
export const TROUBLE_HEADER = 'plumbline-trouble';

/** Texts kept as read. */
const MAX_READ = 200;

/** Milliseconds: as long as clients and proxies usually wait, and twice that. */
export const DEFAULT_LONGEST = 60_000;

export interface TroublemakerOptions {
  readonly seed: string;
  /** The longest that an answer or its body is held back, in milliseconds. */
  readonly longest: number;
  /** Whether requests may bring their own. */
  readonly takesHeader: boolean;
}

/** Chooses what goes wrong, so that clients can learn to live with it. */
export class Troublemaker {
  readonly rules: TroubleRules;
  readonly #options: TroublemakerOptions;
  readonly #read = new Map<string, TroublePlan>();

  constructor(options: TroublemakerOptions) {
    this.#options = options;
    this.rules = new TroubleRules(options);
  }

  /** @throws {TroubleSyntaxError} */
  add(text: string, scope: TroubleScope = {}): TroubleRule {
    return this.rules.add(parseTrouble(text, this.#options.longest), scope);
  }

  /**
   * What meets a request; undefined: it goes its way.
   * @throws {TroubleSyntaxError} when the request asks for what is none
   */
  strike(
    request: IncomingRequest,
    { session, operation }: { readonly session: string; readonly operation: Operation },
  ): Strike | undefined {
    const own = this.#ownPlan(request);
    return this.rules.strike({ session, operation: operation.id, own });
  }

  #ownPlan(request: IncomingRequest): TroublePlan | undefined {
    const text = this.#options.takesHeader ? request.header(TROUBLE_HEADER) : null;
    if (text === null) return undefined;
    const known = this.#read.get(text) ?? parseTrouble(text, this.#options.longest);
    if (this.#read.size >= MAX_READ) this.#read.clear();
    this.#read.set(text, known);
    return known;
  }
}
