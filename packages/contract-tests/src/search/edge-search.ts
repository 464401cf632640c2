import type { Draft } from '../request/draft.ts';
import { freshBody } from '../run/accept.ts';
import { type Exchange, isAccepted } from '../run/exchange-record.ts';
import type { Run } from '../run/run.ts';
import { unproven, type Verdict } from '../verdict.ts';
import { bringTo, collides, type EdgeGoal, isMentioned, nameOf, openGoals, reaches } from './edge-goal.ts';

/** So many requests are spent on the edges of one operation, */
const leastBudget = 24;
/** or one for so many edges, where there are more: what is refused together has to be told apart. */
const edgesEach = 3;

export type EdgeGroup = readonly EdgeGoal[];

/** An edge that was refused when a request was brought to nothing else. */
export interface Suspect {
  readonly goal: EdgeGoal;
  readonly refused: Exchange;
  readonly base: Draft;
}

/** Brings requests of one operation to as many edges at once as go together. */
export class EdgeSearch {
  /** Requests at edges that were accepted. */
  readonly found: Exchange[] = [];
  readonly suspects: Suspect[] = [];
  readonly run: Run;
  readonly bases: readonly Draft[];
  readonly #judged = new Set<string>();
  readonly #budget: number;
  #sent = 0;

  constructor(run: Run, accepted: readonly Exchange[]) {
    this.run = run;
    this.bases = accepted.map(({ draft }) => draft);
    for (const exchange of accepted) this.#credit(exchange);
    const [first] = this.bases;
    const open = first ? openGoals(run, first.operation).length : 0;
    this.#budget = Math.max(leastBudget, Math.ceil(open / edgesEach));
  }

  get isSpent(): boolean {
    return this.#sent >= this.#budget;
  }

  async prove(goals: EdgeGroup): Promise<void> {
    let open = goals;
    for (;;) {
      const [leader, ...others] = open;
      if (!leader) return;
      const base = this.bases.find((draft) => bringTo(this.run, leader, draft) !== undefined);
      if (base) await this.#proveGroup(this.#pack([leader, ...others], base), base);
      else this.rule(leader, unproven('vague', 'no legal request at this edge was found'));
      open = open.filter((goal) => goal !== leader && !this.#judged.has(goal.id));
    }
  }

  /** Sends a request at the edges; what is accepted proves them. Undefined where they do not go together. */
  async send(group: EdgeGroup, base: Draft): Promise<Exchange | undefined> {
    const mark = this.run.mark(base.operation);
    let draft: Draft | undefined = freshBody(this.run, base, mark) ?? base;
    for (const goal of group) draft = draft && bringTo(this.run, goal, draft);
    if (!draft || this.isSpent) return undefined;
    this.#sent += 1;
    const exchange = await this.run.send(draft);
    if (isAccepted(exchange)) this.#keep(exchange);
    return exchange;
  }

  rule({ id }: EdgeGoal, verdict: Verdict): void {
    this.#judged.add(id);
    this.run.ledger.rule(id, verdict);
  }

  #keep(exchange: Exchange): void {
    this.found.push(exchange);
    this.#credit(exchange);
  }

  /** What an accepted request proves, whatever it was sent for. */
  #credit(exchange: Exchange): void {
    for (const goal of openGoals(this.run, exchange.draft.operation))
      if (reaches(this.run, goal, exchange.draft)) this.rule(goal, this.run.provedBy(exchange));
  }

  /** As many of the goals as go into one request, the first of them among them. */
  #pack(goals: EdgeGroup, base: Draft): EdgeGroup {
    const group: EdgeGoal[] = [];
    let draft = base;
    for (const goal of goals) {
      const brought = group.some((other) => collides(goal, other))
        ? undefined
        : bringTo(this.run, goal, draft);
      if (!brought || !group.every((other) => reaches(this.run, other, brought))) continue;
      group.push(goal);
      draft = brought;
    }
    return group;
  }

  async #proveGroup(group: EdgeGroup, base: Draft): Promise<void> {
    const [only, another] = group;
    if (!only) return;
    const exchange = await this.send(group, base);
    if (!exchange) return this.#leave(group);
    if (isAccepted(exchange)) return;
    if (another) for (const part of split(group, exchange)) await this.#proveGroup(part, base);
    else this.#suspect({ goal: only, refused: exchange, base });
  }

  #suspect(suspect: Suspect): void {
    this.#judged.add(suspect.goal.id);
    this.suspects.push(suspect);
  }

  #leave(group: EdgeGroup): void {
    for (const goal of group)
      this.rule(goal, unproven('needs-budget', `${this.#budget} requests at edges were sent`));
  }
}

/** Whom the answer names, each apart from the others; halves where it names nobody or everybody. */
function split(group: EdgeGroup, { answer }: Exchange): readonly EdgeGroup[] {
  const isNamed = (goal: EdgeGoal) => isMentioned(answer?.text ?? '', nameOf(goal));
  const named = group.filter(isNamed);
  if (named.length > 0 && named.length < group.length)
    return [group.filter((goal) => !isNamed(goal)), ...named.map((goal) => [goal])];
  const middle = Math.ceil(group.length / 2);
  return [group.slice(0, middle), group.slice(middle)];
}
