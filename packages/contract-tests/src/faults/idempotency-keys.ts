import type { Operation } from '@plumbline/openapi';
import type { Call } from './call.ts';
import { callerKey } from './credentials-in-request.ts';
import type { FaultSetup } from './fault-operator.ts';
import { type CallAnswer, type CallRequest, isSuccess, withHeaders } from './message.ts';

/** A request that carried an idempotency key, and what it was answered first. */
export interface KeyedUse {
  readonly key: string;
  readonly operation: Operation;
  readonly path: string;
  readonly caller: string;
  readonly body: string;
  readonly answer: CallAnswer;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** The uses of idempotency keys so far, the first of each. */
export class KeyedUses {
  readonly #setup: FaultSetup;
  readonly #uses: KeyedUse[] = [];

  constructor(setup: FaultSetup) {
    this.#setup = setup;
  }

  /** What the call would be as a use; undefined without a key or outside of the operations that take one. */
  describe(call: Call): Omit<KeyedUse, 'answer' | 'at'> | undefined {
    const key = call.operation && keyOf(call.operation, call.request);
    if (!call.operation || key === undefined) return undefined;
    const { world } = this.#setup;
    return {
      key,
      operation: call.operation,
      path: new URL(call.request.url).pathname,
      caller: callerKey(world.reader.read(call.request)),
      body: new TextDecoder().decode(call.request.body),
    };
  }

  note(call: Call, answer: CallAnswer): void {
    const use = this.describe(call);
    const isKnown = use && this.#uses.some((other) => isSamePlace(use, other));
    if (use && !isKnown && isSuccess(answer))
      this.#uses.push({ ...use, answer, at: this.#setup.world.now() });
  }

  /** The first earlier use that a predicate wants. */
  find(
    call: Call,
    isWanted: (use: KeyedUse, own: Omit<KeyedUse, 'answer' | 'at'>) => boolean,
  ): KeyedUse | undefined {
    const own = this.describe(call);
    return own && this.#uses.find((use) => isWanted(use, own));
  }

  /** The earlier use of the same key by the same caller in the same place. */
  earlier(call: Call): KeyedUse | undefined {
    return this.find(call, (use, own) => isSamePlace(use, own));
  }
}

type Place = Pick<KeyedUse, 'key' | 'operation' | 'path' | 'caller'>;

const isSamePlace = (one: Place, other: Place): boolean =>
  one.key === other.key &&
  one.operation === other.operation &&
  one.path === other.path &&
  one.caller === other.caller;

export function keyOf({ behaviours }: Operation, request: CallRequest): string | undefined {
  const part = behaviours.idempotency?.key;
  return part?.in === 'header' ? (request.headers.get(part.name) ?? undefined) : undefined;
}

/** The request without its key: the server carries it out as if it were new. */
export function withoutKey({ behaviours }: Operation, request: CallRequest): CallRequest {
  const part = behaviours.idempotency?.key;
  return part?.in === 'header' ? withHeaders(request, { [part.name]: undefined }) : request;
}

/** The answer as a replay of it would look. */
export function asReplay({ behaviours }: Operation, answer: CallAnswer): CallAnswer {
  const marker = behaviours.idempotency?.marker;
  return marker?.in === 'header' ? withHeaders(answer, { [marker.name]: 'true' }) : answer;
}
