import {
  type AnonymousContext,
  type HandlerRequest,
  type IdempotencyOutcome,
  type IdempotencyStore,
  type Principal,
  type RateLimitPolicy,
  type RateLimitRequest,
  type RenderedAnswer,
  type RequestContext,
  WebRequest,
} from '@plumbline/runtime/server';
import { type Exchange, exchangeOf } from '../exchange.ts';
import type { MockOptions } from '../mock-options.ts';
import { sessionNameOf } from '../request/session-name.ts';
import type { Caller } from '../state/callers.ts';
import type { MockMemory } from '../state/mock-memory.ts';

/** What the idempotency keys of a mock know beside the request. */
interface KeyContext extends RequestContext {
  /** Absent where no keys are kept. */
  readonly exchange?: Exchange;
}

type KeyStore = IdempotencyStore<AnonymousContext<KeyContext>>;

/** What the runtime counts and keeps for a mock with state, apart for each session. */
export function rememberingOptions(
  memory: MockMemory,
  options: MockOptions,
  { hasKeys }: { readonly hasKeys: boolean },
) {
  return {
    rateLimit: {
      store: {
        // Safe: a mock with memory has no other principals than its callers.
        take: (asked: RateLimitRequest) =>
          (asked.principal as Caller | null)?.session.limits.take(asked) ??
          memory.session(asked.partition.replace(/^address:/, '')).limits.take(asked),
      },
      policyFor,
      addressOf: (request: Request) => memory.session(sessionNameOf(new WebRequest(request), options)).name,
    },
    idempotency: {
      store: {
        run: (...asked: Parameters<KeyStore['run']>) => runOnce(memory, options, asked),
      },
    },
    ...(hasKeys ? { around: withExchange } : {}),
  };
}

function policyFor(caller: Principal | null, policies: readonly RateLimitPolicy[]): RateLimitPolicy {
  const [first] = policies;
  const named = policies.find(({ name }) => name === (caller as Caller | null)?.policy); // Safe: as above.
  if (first === undefined) throw new TypeError('A rate limit has at least one policy.');
  return named ?? first;
}

function withExchange(
  context: AnonymousContext<RequestContext>,
  next: (context: AnonymousContext<KeyContext>) => Promise<RenderedAnswer>,
  { incoming }: HandlerRequest,
): Promise<RenderedAnswer> {
  return next({ ...context, exchange: exchangeOf(incoming) });
}

/** A kept answer is one that was found, though no handler was asked. */
async function runOnce(
  memory: MockMemory,
  options: MockOptions,
  [asked, context, execute]: Parameters<KeyStore['run']>,
): Promise<IdempotencyOutcome> {
  const { exchange } = context;
  if (!exchange) throw new TypeError('Idempotency keys are kept in a session only.');
  const { keys } = memory.session(sessionNameOf(exchange, options));
  const outcome = await keys.run(asked, context, execute);
  if (outcome.kind === 'replayed') exchange.isAnswered = true;
  return outcome;
}
