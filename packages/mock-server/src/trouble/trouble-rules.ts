import { sampleLatency } from './latency.ts';
import { seededRandom } from './seeded-random.ts';
import type { Trouble, TroublePlan } from './trouble.ts';

/** Whom a plan is for. */
export interface TroubleScope {
  /** One session. @default undefined: every session */
  readonly session?: string | undefined;
  /** Ids of operations. @default undefined: every operation */
  readonly operations?: readonly string[] | undefined;
}

/** A plan with whom it is for. */
export interface TroubleRule extends TroubleScope {
  readonly id: string;
  readonly plan: TroublePlan;
}

/** A request that trouble may meet. */
export interface TroubleRequest {
  readonly session: string;
  /** Its id. */
  readonly operation: string;
  /** The plan that the request brought with it; it stands before all others. */
  readonly own: TroublePlan | undefined;
}

/** What goes wrong with one request. */
export interface Strike {
  /** With its latency drawn, in milliseconds. */
  readonly troubles: readonly DrawnTrouble[];
  /** For what else is to be drawn, such as how a body is broken. */
  readonly random: () => number;
}

export type DrawnTrouble =
  | Exclude<Trouble, { kind: 'latency' }>
  | { readonly kind: 'latency'; readonly milliseconds: number };

export interface TroubleRulesOptions {
  readonly seed: string;
  /** Milliseconds. */
  readonly longest: number;
}

/** Rules and counts beyond this are a leak of somebody's loop; the oldest go. */
const MAX_RULES = 1000;
const MAX_COUNTS = 10_000;

/**
 * Which trouble meets which request. The same seed meets the same requests with the same trouble: what is drawn
 * depends on the plan, the session, the operation and how many requests of these there were, and on nothing else.
 */
export class TroubleRules {
  readonly #options: TroubleRulesOptions;
  readonly #rules = new Map<string, TroubleRule>();
  readonly #counts = new Map<string, number>();
  #lastId = 0;

  constructor(options: TroubleRulesOptions) {
    this.#options = options;
  }

  get all(): readonly TroubleRule[] {
    return [...this.#rules.values()];
  }

  /** The newest rule for a request counts, and it alone. */
  add(plan: TroublePlan, scope: TroubleScope): TroubleRule {
    this.#lastId += 1;
    const rule = { ...scope, id: String(this.#lastId), plan };
    this.#rules.set(rule.id, rule);
    const [oldest] = this.#rules.keys();
    if (this.#rules.size > MAX_RULES && oldest !== undefined) this.#rules.delete(oldest);
    return rule;
  }

  /** @returns whether there was one */
  remove(id: string): boolean {
    return this.#rules.delete(id);
  }

  /** Takes all rules away, and begins to count anew. */
  clear(): void {
    this.#rules.clear();
    this.#counts.clear();
  }

  /** Undefined: the request goes its way. */
  strike(request: TroubleRequest): Strike | undefined {
    const { own, session, operation } = request;
    if (own) return this.#draw(own, `own ${own.text}`, request);
    if (this.#rules.size === 0) return undefined;
    const rule = this.all.findLast(
      (one) =>
        (one.session === undefined || one.session === session) &&
        (one.operations === undefined || one.operations.includes(operation)),
    );
    return rule && this.#draw(rule.plan, rule.id, request);
  }

  #draw(plan: TroublePlan, rule: string, { session, operation }: TroubleRequest): Strike | undefined {
    const count = this.#count(JSON.stringify([rule, session, operation]));
    if (count < plan.after || count >= plan.after + plan.times) return undefined;
    const { seed, longest } = this.#options;
    const random = seededRandom(JSON.stringify([plan.seed ?? seed, session, operation, plan.text, count]));
    const troubles = plan.chances.flatMap(({ trouble, probability }): DrawnTrouble[] => {
      // Drawn in any case, so that one probability does not move what the others draw.
      const [luck, milliseconds] = [
        random(),
        trouble.kind === 'latency' ? sampleLatency(trouble.latency, random, longest) : 0,
      ];
      if (luck >= probability) return [];
      return [trouble.kind === 'latency' ? { kind: 'latency', milliseconds } : trouble];
    });
    return troubles.length === 0 ? undefined : { troubles, random };
  }

  /** How many requests there were before this one. */
  #count(key: string): number {
    const count = this.#counts.get(key) ?? 0;
    // Set anew at the end, so that the first of all is the one not asked for longest.
    this.#counts.delete(key);
    this.#counts.set(key, count + 1);
    const [oldest] = this.#counts.keys();
    if (this.#counts.size > MAX_COUNTS && oldest !== undefined) this.#counts.delete(oldest);
    return count;
  }
}
