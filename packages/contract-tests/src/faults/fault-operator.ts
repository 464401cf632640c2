import type { ApiModel, Operation } from '@plumbline/openapi';
import type { ObligationKind } from '../obligation.ts';
import type { ResourceMap } from '../resources/resource-map.ts';
import type { Call } from './call.ts';
import type { FaultWorld } from './fault-world.ts';
import type { CallAnswer } from './message.ts';

/**
 * How a fault is brought about in front of a server that is right: `answer` rewrites an answer, `memory` rewrites it
 * with what earlier exchanges told, `request` rewrites the request so that the server behaves as if it were wrong,
 * `aside` sends further requests behind the caller's back, `handler` needs a switch inside the server.
 */
export type Injection = 'answer' | 'memory' | 'request' | 'aside' | 'handler';

/** What a run must have for the fault to come about. */
export type FaultNeed =
  | 'state'
  | 'items'
  | 'identities'
  | 'roles'
  | 'second tenant'
  | 'tokens'
  | 'repeated keys'
  | 'concurrency'
  | 'clock'
  | 'rate limit';

/** Where in an operation a fault is put. Every part is text, so that a place is plain data. */
export interface FaultPlace {
  /** The declared status whose answers are changed. */
  readonly status?: string;
  /** A header, a parameter (`query/limit`), a property. */
  readonly name?: string;
  /** JSON Pointer into a body; `*` stands for any item of an array. */
  readonly pointer?: string;
  readonly keyword?: string;
  /** Which of several ways to break the same promise. */
  readonly variant?: string;
}

/** What places are found in. */
export interface FaultSubject {
  readonly model: ApiModel;
  readonly map: ResourceMap;
  readonly operation: Operation;
}

export interface FaultSetup extends FaultSubject {
  readonly world: FaultWorld;
  readonly place: FaultPlace;
  /** Decides what is chosen, the same for the same mutant. */
  readonly seed: number;
}

/**
 * Why an exchange breaks the contract now. `answer`: by itself, which is checked against the description. `request`:
 * what the caller sent is illegal and was accepted, which is checked too. Otherwise the operator has compared with
 * what the right server answered, and says in words what is wrong.
 */
export type Breach = 'answer' | 'request' | { readonly because: string };

/** What the caller gets; without a breach it is what the server answered. */
export interface Outcome {
  readonly answer: CallAnswer;
  readonly breach?: Breach;
}

/** The faulty behaviour of one mutant, with a memory of its own. */
export type Inject = (call: Call) => Promise<Outcome>;

/** One way to break a contract. */
export interface FaultOperator {
  /** `PG-02`: the letters before the dash are the group. */
  readonly id: string;
  /** What the server does wrong, in one sentence. */
  readonly breaks: string;
  readonly injection: Injection;
  /** Kinds of obligations, one of which must be violated for the alarm to be the right one. */
  readonly caughtBy: readonly ObligationKind[];
  readonly needs: readonly FaultNeed[];
  /**
   * It breaks every operation alike, so an alarm of any of them is the right one.
   *
   * @default false: only those about the same things
   */
  readonly isOfWholeApi?: boolean;
  /** None where the subject of the fault is not declared. */
  readonly places: (subject: FaultSubject) => readonly FaultPlace[];
  readonly create: (setup: FaultSetup) => Inject;
}

export const groupOf = ({ id }: Pick<FaultOperator, 'id'>): string => id.slice(0, id.indexOf('-'));
