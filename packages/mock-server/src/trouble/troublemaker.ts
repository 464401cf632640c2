import { meetStrike, type Troubled } from './meet-strike.ts';
import { parseTrouble } from './parse-trouble.ts';
import type { TroublePlan } from './trouble.ts';
import { type TroubleRule, TroubleRules, type TroubleScope } from './trouble-rules.ts';

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

/** Answers so that clients can learn to live with it. */
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
   * @throws {ConnectionReset} where the trouble is a reset
   * @throws {TroubleSyntaxError} when the request asks for what is none
   * @throws what the request's signal gives, when the client gives up meanwhile
   */
  async meet(troubled: Troubled): Promise<Response> {
    const own = this.#ownPlan(troubled.request);
    const { session, operation } = troubled;
    const strike = this.rules.strike({ session, operation: operation.id, own });
    return strike ? meetStrike(strike, troubled) : troubled.answer();
  }

  #ownPlan(request: Request): TroublePlan | undefined {
    const text = this.#options.takesHeader ? request.headers.get(TROUBLE_HEADER) : null;
    if (text === null) return undefined;
    const known = this.#read.get(text) ?? parseTrouble(text, this.#options.longest);
    if (this.#read.size >= MAX_READ) this.#read.clear();
    this.#read.set(text, known);
    return known;
  }
}
