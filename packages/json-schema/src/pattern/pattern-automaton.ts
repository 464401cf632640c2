import { admits, type CharacterSet, overlap, type PatternNode } from './pattern-node.ts';

/** What has to hold between two characters before a state is entered. */
export type Guard =
  | { readonly kind: 'start' }
  | { readonly kind: 'end' }
  | { readonly kind: 'boundary'; readonly isNegated: boolean }
  | {
      readonly kind: 'look';
      readonly automaton: Automaton;
      readonly isAhead: boolean;
      readonly isNegated: boolean;
    };

/** A state consumes one character of its set, or passes on to others without consuming. */
export type State =
  | { readonly kind: 'character'; readonly set: CharacterSet; next: number }
  | { readonly kind: 'split'; readonly targets: number[] }
  | { readonly kind: 'guard'; readonly guard: Guard; next: number }
  | { readonly kind: 'accept' };

/** A nondeterministic automaton for a pattern (Thompson's construction). */
export interface Automaton {
  readonly states: readonly State[];
  readonly start: number;
}

/** A pattern that would need more states than this has no automaton. */
const mostStates = 20_000;

/**
 * Builds the automaton. Undefined for back references, which no finite automaton can follow, and for patterns that
 * come out too large.
 */
export function toAutomaton(node: PatternNode): Automaton | undefined {
  const builder = new Builder();
  try {
    const accept = builder.add({ kind: 'accept' });
    const start = builder.build(node, accept);
    return { states: builder.states, start };
  } catch (error) {
    if (error instanceof NoAutomaton) return undefined;
    throw error;
  }
}

class NoAutomaton extends Error {}

class Builder {
  readonly states: State[] = [];

  add(state: State): number {
    if (this.states.length >= mostStates) throw new NoAutomaton();
    this.states.push(state);
    return this.states.length - 1;
  }

  /** Adds the states of a node that lead to `next`; built from the end to the start. */
  build(node: PatternNode, next: number): number {
    switch (node.kind) {
      case 'set':
        return this.add({ kind: 'character', set: node.set, next });
      case 'sequence':
        return node.parts.reduceRight((target, part) => this.build(part, target), next);
      case 'choice':
        return this.add({ kind: 'split', targets: node.options.map((option) => this.build(option, next)) });
      case 'repeat':
        return this.#repeat(node, next);
      case 'backreference':
        throw new NoAutomaton();
      default:
        return this.add({ kind: 'guard', guard: toGuard(node), next });
    }
  }

  #repeat({ node, min, max }: { node: PatternNode; min: number; max: number }, next: number): number {
    let target =
      max === Number.POSITIVE_INFINITY ? this.#loop(node, next) : this.#optional(node, max - min, next);
    for (let count = 0; count < min; count += 1) target = this.build(node, target);
    return target;
  }

  #loop(node: PatternNode, next: number): number {
    const targets: number[] = [];
    const again = this.add({ kind: 'split', targets });
    targets.push(this.build(node, again), next);
    return again;
  }

  #optional(node: PatternNode, count: number, next: number): number {
    let target = next;
    for (let index = 0; index < count; index += 1) {
      target = this.add({ kind: 'split', targets: [this.build(node, target), next] });
    }
    return target;
  }
}

function toGuard(
  node: Exclude<PatternNode, { kind: 'set' | 'sequence' | 'choice' | 'repeat' | 'backreference' }>,
): Guard {
  if (node.kind !== 'look') return node;
  const automaton = toAutomaton(node.isAhead ? node.node : reversed(node.node));
  if (!automaton) throw new NoAutomaton();
  return { kind: 'look', automaton, isAhead: node.isAhead, isNegated: node.isNegated };
}

/** The pattern of the reversed text: a look-behind is followed from its end backwards. */
function reversed(node: PatternNode): PatternNode {
  switch (node.kind) {
    case 'sequence':
      return { ...node, parts: node.parts.toReversed().map(reversed) };
    case 'choice':
      return { ...node, options: node.options.map(reversed) };
    case 'repeat':
      return { ...node, node: reversed(node.node) };
    case 'look':
      // Reading direction turns what is inside, but a look inside of a look is not worth the trouble.
      throw new NoAutomaton();
    default:
      return node;
  }
}

/**
 * Whether the native engine needs no more steps than characters: it starts at one place only, and at every character
 * at most one way of going on is open.
 */
export function isDeterministic(automaton: Automaton, node: PatternNode): boolean {
  if (!isAnchored(node)) return false;
  return (
    automaton.states.every((state) => {
      const from = state.kind === 'character' ? state.next : undefined;
      return from === undefined || hasOneWay(automaton, from);
    }) && hasOneWay(automaton, automaton.start)
  );
}

function hasOneWay(automaton: Automaton, from: number): boolean {
  const reached = charactersFrom(automaton, from);
  if (!reached) return false;
  const sets = reached.map((state) => state.set);
  return sets.every((set, index) => sets.slice(index + 1).every((other) => !overlap(set, other)));
}

/** The character states reached without consuming; undefined when a guard other than `^` and `$` is passed. */
function charactersFrom(
  automaton: Automaton,
  from: number,
): readonly Extract<State, { kind: 'character' }>[] | undefined {
  const found: Extract<State, { kind: 'character' }>[] = [];
  const visited = new Set([from]);
  for (const index of visited) {
    const state = automaton.states[index];
    if (state?.kind === 'character') found.push(state);
    else if (state?.kind === 'split') for (const target of state.targets) visited.add(target);
    else if (state?.kind === 'guard') {
      if (state.guard.kind === 'look' || state.guard.kind === 'boundary') return undefined;
      visited.add(state.next);
    }
  }
  return found;
}

/** Whether every match starts at the start of the text. */
function isAnchored(node: PatternNode): boolean {
  if (node.kind === 'start') return true;
  if (node.kind === 'sequence') return node.parts[0] !== undefined && isAnchored(node.parts[0]);
  return node.kind === 'choice' && node.options.every(isAnchored);
}

/** Steps that one test may take, however long the text: so that `look` inside of loops stays bounded too. */
const mostSteps = 50_000_000;

/**
 * Whether the automaton matches anywhere in the text, in time proportional to its length.
 *
 * @returns false too when the steps are used up, which needs a look-around and a very long text.
 */
export function matchesSomewhere(automaton: Automaton, characters: ArrayLike<number>): boolean {
  const budget = { steps: mostSteps };
  return new Run(automaton, characters, budget).search(0, 1, true);
}

interface Budget {
  steps: number;
}

/** One pass over the text with the set of all states that could be active. */
class Run {
  readonly #automaton: Automaton;
  readonly #characters: ArrayLike<number>;
  readonly #budget: Budget;
  readonly #marks: Uint32Array;
  #generation = 0;
  #isAccepted = false;

  constructor(automaton: Automaton, characters: ArrayLike<number>, budget: Budget) {
    this.#automaton = automaton;
    this.#characters = characters;
    this.#budget = budget;
    this.#marks = new Uint32Array(automaton.states.length);
  }

  /** Whether a match starts at `from`, or later too when `isFree`; `step` is -1 to read backwards. */
  search(from: number, step: 1 | -1, isFree: boolean): boolean {
    let active: number[] = [];
    this.#generation += 1;
    this.#follow(this.#automaton.start, from, active);
    for (let position = from; !this.#isAccepted; position += step) {
      const index = step === 1 ? position : position - 1;
      if (index < 0 || index >= this.#characters.length || this.#budget.steps < 0) return false;
      if (active.length === 0 && !isFree) return false;
      active = this.#advance(active, this.#characters[index] ?? 0, position + step);
      if (isFree) this.#follow(this.#automaton.start, position + step, active);
    }
    return true;
  }

  #advance(active: readonly number[], character: number, position: number): number[] {
    const next: number[] = [];
    this.#generation += 1;
    this.#budget.steps -= active.length + 1;
    for (const index of active) {
      const state = this.#automaton.states[index];
      if (state?.kind === 'character' && admits(state.set, character))
        this.#follow(state.next, position, next);
    }
    return next;
  }

  /** Adds the states that are reached from one without consuming. */
  #follow(start: number, position: number, into: number[]): void {
    const waiting = [start];
    for (let index = waiting.pop(); index !== undefined; index = waiting.pop()) {
      if (this.#marks[index] === this.#generation) continue;
      this.#marks[index] = this.#generation;
      const state = this.#automaton.states[index];
      if (state?.kind === 'accept') this.#isAccepted = true;
      else if (state?.kind === 'character') into.push(index);
      else if (state?.kind === 'split') waiting.push(...state.targets);
      else if (state && this.#holds(state.guard, position)) waiting.push(state.next);
    }
  }

  #holds(guard: Guard, position: number): boolean {
    switch (guard.kind) {
      case 'start':
        return position === 0;
      case 'end':
        return position === this.#characters.length;
      case 'boundary':
        return (this.#isWord(position - 1) !== this.#isWord(position)) !== guard.isNegated;
      case 'look': {
        const run = new Run(guard.automaton, this.#characters, this.#budget);
        return run.search(position, guard.isAhead ? 1 : -1, false) !== guard.isNegated;
      }
    }
  }

  #isWord(index: number): boolean {
    const character = this.#characters[index];
    return character !== undefined && /\w/.test(String.fromCodePoint(character));
  }
}
