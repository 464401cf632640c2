import type { ApiModel, Operation } from '@plumbline/openapi';
import { createResourceMap } from '../resources/resource-map.ts';
import type { Identity } from '../target.ts';
import type { Call } from './call.ts';
import { answerBreaches } from './contract-check.ts';
import type { Inject, Outcome } from './fault-operator.ts';
import { operatorOf } from './fault-operators.ts';
import { createFaultWorld, type FaultWorld } from './fault-world.ts';
import {
  type CallAnswer,
  type CallRequest,
  isSuccess,
  readAnswer,
  readRequest,
  toRequest,
  toResponse,
} from './message.ts';
import type { Mutant } from './mutant.ts';
import type { Route } from './router.ts';

type Next = (request: Request) => Promise<Response>;

/** Stands before a server. */
export type FaultMiddleware = (request: Request, next: Next) => Promise<Response>;

/** A fault at work. */
export interface Fault {
  readonly mutant: Mutant;
  readonly middleware: FaultMiddleware;
  /** How often it changed what the caller gets or what the server does. */
  readonly fired: number;
  /** How often the result broke the contract; a fault that fired and is still legal does not count. */
  readonly illegal: number;
  /** The first breach in words. */
  readonly firstBreach: string | undefined;
  /** A defect of the fault itself: what the suite saw then tells nothing. */
  readonly failure: unknown;
  /** Takes back what the fault left on the server. Call it when the suite has ended. */
  settle(): Promise<void>;
}

export interface FaultOptions {
  /** What stands before the paths of the description in the requests that come. */
  readonly baseUrl: string;
  /**
   * Who calls, as far as it is known: faults of access then know who is privileged. Without it they learn from the
   * traffic who is let in.
   */
  readonly identities?: readonly Identity[];
  /** Milliseconds since 1970; replaced in tests. */
  readonly now?: () => number;
}

/** Makes the faulty behaviour of a mutant as a middleware with a counter. */
export function createFault(model: ApiModel, mutant: Mutant, options: FaultOptions): Fault {
  const { baseUrl, identities = [], now = Date.now } = options;
  const operation = model.operations.find(({ id }) => id === mutant.operation);
  if (!operation) throw new RangeError(`The description has no operation \`${mutant.operation}\`.`);
  const world = createFaultWorld(model, { baseUrl, identities, now });
  const { place, seed } = mutant;
  const map = createResourceMap(model);
  const inject = operatorOf(mutant.operator).create({ model, map, operation, world, place, seed });
  return new RunningFault(mutant, world, inject);
}

class RunningFault implements Fault {
  readonly mutant: Mutant;
  readonly #world: FaultWorld;
  readonly #inject: Inject;
  readonly #undoing: (() => Promise<void>)[] = [];
  #calls = 0;
  fired = 0;
  illegal = 0;
  firstBreach: string | undefined;
  failure: unknown;

  constructor(mutant: Mutant, world: FaultWorld, inject: Inject) {
    this.mutant = mutant;
    this.#world = world;
    this.#inject = inject;
  }

  readonly middleware: FaultMiddleware = async (original, next) => {
    const request = await readRequest(original);
    const route = this.#world.router.find(request.method, request.url);
    const send: Send = async (sent) =>
      readAnswer(await next(toRequest(sent, original)).catch(toTargetFailure));
    if (!route) return toResponse(await send(request));
    this.#calls += 1;
    const passage = new Passage({ request, route, number: this.#calls }, { send, next, fault: this });
    try {
      const outcome = await this.#inject(passage);
      this.#count(passage, outcome);
      return toResponse(outcome.answer);
    } catch (error) {
      if (error instanceof TargetFailure) throw error.cause;
      this.failure ??= error;
      throw error;
    }
  };

  note(call: Call, answer: CallAnswer): void {
    this.#world.memory.note(call, answer);
  }

  later(work: () => Promise<void>): void {
    this.#undoing.push(work);
  }

  #count(call: Passage, { answer, breach }: Outcome): void {
    if (breach === undefined) return;
    this.fired += 1;
    const sentence =
      typeof breach === 'object'
        ? breach.because
        : this.#findBreach(call, { answer, breach, right: call.right });
    if (sentence === undefined) return;
    this.illegal += 1;
    this.firstBreach ??= sentence;
  }

  /** What the right answer broke too is no work of the fault. */
  #findBreach(call: Call, { answer, breach, right }: Found): string | undefined {
    const { operation } = call;
    if (breach === 'answer') {
      const known = new Set(right && operation ? answerBreaches(this.#world.bench, operation, right) : []);
      const breaches = operation ? answerBreaches(this.#world.bench, operation, answer) : [];
      return breaches.find((sentence) => !known.has(sentence));
    }
    if (!isSuccess(answer)) return undefined;
    const [first] = this.#world.breachesOf(call);
    return first && `a request that breaks \`${first.keyword}\` at ${first.at} was accepted`;
  }

  async settle(): Promise<void> {
    // What cannot be undone, a server that is for tests keeps; the others are undone all the same.
    for (const work of this.#undoing.splice(0).reverse()) await work().catch(() => undefined);
  }
}

interface Found {
  readonly answer: CallAnswer;
  readonly breach: 'answer' | 'request';
  readonly right: CallAnswer | undefined;
}

type Send = (request: CallRequest) => Promise<CallAnswer>;

/** The target gave no answer, which is no defect of the fault. */
class TargetFailure extends Error {}

function toTargetFailure(cause: unknown): never {
  throw new TargetFailure('The target gave no answer.', { cause });
}

interface Way {
  readonly send: Send;
  readonly next: Next;
  readonly fault: Pick<RunningFault, 'note' | 'later'>;
}

/** One call on its way through a fault. */
class Passage implements Call {
  readonly request: CallRequest;
  readonly route: Route;
  readonly number: number;
  readonly #way: Way;
  /** What the server answered first. */
  right: CallAnswer | undefined;

  constructor({ request, route, number }: Pick<Call, 'request' | 'route' | 'number'>, way: Way) {
    this.request = request;
    this.route = route;
    this.number = number;
    this.#way = way;
  }

  get operation(): Operation | undefined {
    return this.route.operation;
  }

  /** What a rewritten request was answered is not remembered as an answer to the caller's. */
  readonly forward = async (sent: CallRequest = this.request): Promise<CallAnswer> => {
    const answer = await this.#way.send(sent);
    this.right ??= answer;
    if (sent === this.request) this.#way.fault.note(this, answer);
    return answer;
  };

  /** It has no deadline of the caller: it may be sent after his request has ended. */
  readonly aside = async ({ method, url, headers, body }: CallRequest): Promise<CallAnswer> => {
    const hasBody = body.length > 0 && method !== 'GET' && method !== 'HEAD';
    const request = new Request(url, { method, headers, ...(hasBody ? { body } : {}) });
    return readAnswer(await this.#way.next(request).catch(toTargetFailure));
  };

  later(work: () => Promise<void>): void {
    this.#way.fault.later(work);
  }
}
