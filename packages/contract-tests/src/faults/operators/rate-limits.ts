import type { ExchangePart, RateLimit } from '@plumbline/openapi';
import { readRateLimit } from '../../check/check-rate-limit.ts';
import type { Call } from '../call.ts';
import { callerKey } from '../credentials-in-request.ts';
import type { FaultOperator, FaultPlace, FaultSetup, FaultSubject, Inject } from '../fault-operator.ts';
import { type CallAnswer, type CallRequest, isSuccess, withBytes, withHeaders } from '../message.ts';
import { refuse } from '../refusal.ts';
import { type Answered, because, onAnswer, type Rewritten } from '../rewriting.ts';
import { suiteAnswer } from '../suite-answer.ts';

type PartName = 'limit' | 'remaining' | 'reset' | 'retryAfter';

const limited = ({ operation }: FaultSubject): readonly FaultPlace[] =>
  operation.behaviours.rateLimit ? [{}] : [];

const limitedWith =
  (part: PartName) =>
  (subject: FaultSubject): readonly FaultPlace[] =>
    subject.operation.behaviours.rateLimit?.[part]?.in === 'header' ? limited(subject) : [];

/** What concerns a window concerns every operation that counts in it, so it has one place in a description. */
const once =
  (places: (subject: FaultSubject) => readonly FaultPlace[]) =>
  (subject: FaultSubject): readonly FaultPlace[] => {
    const counted = subject.model.operations.filter(({ behaviours }) => behaviours.rateLimit);
    const plain = counted.find(({ method, path }) => method === 'GET' && !path.includes('{'));
    return subject.operation === (plain ?? counted[0]) ? places(subject) : [];
  };

/** Rewrites the answers of every operation that is counted. */
function onCounted(rewrite: (answered: Answered) => Rewritten | undefined): Inject {
  return async (call) => {
    const answer = await call.forward();
    if (!call.operation?.behaviours.rateLimit || answer.stream) return { answer };
    const rewritten = rewrite({ call, answer });
    return rewritten ? { breach: 'answer', ...rewritten } : { answer };
  };
}

const headerOf = (part: ExchangePart | undefined): string | undefined =>
  part?.in === 'header' ? part.name : undefined;

const limitOf = ({ operation }: FaultSetup): RateLimit | undefined => operation.behaviours.rateLimit;

/** The status of a refusal by the limiter. */
const blockedStatus = (setup: FaultSetup): number => Number(limitOf(setup)?.status ?? '429');

const read = (setup: FaultSetup, answer: CallAnswer) => {
  const limit = limitOf(setup);
  return limit ? readRateLimit(limit, suiteAnswer(answer, setup.world.now())) : {};
};

/** Rewrites a rate-limit header; undefined leaves it. */
function onRateHeader(
  setup: FaultSetup,
  part: PartName,
  {
    rewrite,
    reason,
  }: {
    readonly rewrite: (text: string, answered: { call: Call; answer: CallAnswer }) => string | undefined;
    readonly reason: string;
  },
): Inject {
  const name = headerOf(limitOf(setup)?.[part]) ?? '';
  return onAnswer(setup, ({ call, answer }) => {
    const text = name === '' ? null : answer.headers.get(name);
    const changed = text === null ? undefined : rewrite(text, { call, answer });
    return changed === undefined || changed === text
      ? undefined
      : because(withHeaders(answer, { [name]: changed }), reason);
  });
}

const lastGood = ({ world }: FaultSetup, { operation }: Call): CallAnswer | undefined =>
  operation && world.memory.lastGood(operation)?.answer;

/** Serves what the limiter has refused, with the answer of the last request that it let through. */
function serveRefused(setup: FaultSetup, isMeant: (call: Call) => boolean, reason: string): Inject {
  return onCounted(({ call, answer }) => {
    const good = answer.status === blockedStatus(setup) && isMeant(call) ? lastGood(setup, call) : undefined;
    return good && because(good, reason);
  });
}

/** A refusal as the limiter answers it. */
function block(setup: FaultSetup, like: CallAnswer): CallAnswer {
  const retryAfter = headerOf(limitOf(setup)?.retryAfter) ?? 'retry-after';
  const refusal = refuse(setup, setup.operation, { status: blockedStatus(setup), like });
  return refusal.headers.has(retryAfter) ? refusal : withHeaders(refusal, { [retryAfter]: '30' });
}

/** A right server does not carry out what it blocks, so that is made up for as soon as the caller is let in again. */
function carryOutBlocked(setup: FaultSetup): Inject {
  const blocked = new Map<string, CallRequest>();
  return async (call) => {
    const key = callerKey(setup.world.reader.read(call.request));
    const owed = blocked.get(key);
    const isDone = owed !== undefined && isSuccess(await call.aside(owed));
    if (isDone) blocked.delete(key);
    const answer = await call.forward();
    const isBlocked = answer.status === blockedStatus(setup) && call.request.method !== 'GET';
    if (isBlocked) blocked.set(key, call.request);
    return isDone ? because(answer, 'a blocked request was carried out') : { answer };
  };
}

const isWrite = ({ operation }: FaultSubject): boolean =>
  operation.method !== 'GET' && operation.method !== 'HEAD';

/** What is left never gets less within a window. */
function freezeRemaining(setup: FaultSetup, reason: string): Inject {
  const first = new Map<string, string>();
  return onRateHeader(setup, 'remaining', {
    reason,
    rewrite: (text, { call, answer }) => {
      const key = `${callerKey(setup.world.reader.read(call.request))} ${read(setup, answer).resetAt}`;
      const known = first.get(key) ?? text;
      first.set(key, known);
      return known;
    },
  });
}

const resets = ['past', 'milliseconds', 'delta'] as const;

/** A moment in another unit or on the wrong side of now. */
function wrongReset(setup: FaultSetup, answer: CallAnswer): string | undefined {
  const { resetAt } = read(setup, answer);
  if (resetAt === undefined) return undefined;
  const unit = limitOf(setup)?.resetUnit;
  const seconds = Math.round(resetAt / 1000);
  if (setup.place.variant === 'milliseconds')
    return unit === 'unix-millis' ? String(seconds) : String(resetAt);
  if (setup.place.variant === 'delta') return unit === 'seconds-left' ? String(seconds) : '30';
  return unit === 'unix-millis' ? String(resetAt - 7_200_000) : String(seconds - 7_200);
}

export const rateLimitFaults: readonly FaultOperator[] = [
  {
    id: 'RL-01',
    breaks: 'nobody is ever blocked',
    injection: 'memory',
    caughtBy: ['X.block'],
    needs: ['rate limit'],
    places: once(limited),
    isOfWholeApi: true,
    create: (setup) => serveRefused(setup, () => true, 'a request past the limit was served'),
  },
  {
    id: 'RL-02',
    breaks: 'the limit is off by one',
    injection: 'memory',
    caughtBy: ['X.block', 'X.fair'],
    needs: ['rate limit'],
    places: once((subject) =>
      limitedWith('remaining')(subject).flatMap(() => [{ variant: 'one more' }, { variant: 'one less' }]),
    ),
    isOfWholeApi: true,
    create: (setup) => {
      let isServed = false;
      if (setup.place.variant === 'one less') {
        return onCounted(({ answer }) =>
          isSuccess(answer) && read(setup, answer).remaining === 0
            ? because(block(setup, answer), 'the last request of the window was blocked')
            : undefined,
        );
      }
      return serveRefused(
        setup,
        () => {
          const isFirst = !isServed;
          isServed = true;
          return isFirst;
        },
        'one request past the limit was served',
      );
    },
  },
  {
    id: 'RL-03',
    breaks: 'a blocked caller is not told when to come back',
    injection: 'answer',
    caughtBy: ['X.retry-after', 'R.header'],
    needs: ['rate limit'],
    places: once(limitedWith('retryAfter')),
    isOfWholeApi: true,
    create: (setup) =>
      onCounted(({ answer }) => {
        const name = headerOf(limitOf(setup)?.retryAfter) ?? '';
        const isThere = answer.status === blockedStatus(setup) && answer.headers.has(name);
        return isThere
          ? because(withHeaders(answer, { [name]: undefined }), 'Retry-After is missing')
          : undefined;
      }),
  },
  {
    id: 'RL-04',
    breaks: 'Retry-After is a timestamp, or negative',
    injection: 'answer',
    caughtBy: ['X.retry-after', 'R.header'],
    needs: ['rate limit'],
    places: once((subject) =>
      limitedWith('retryAfter')(subject).flatMap(() => [{ variant: 'timestamp' }, { variant: 'negative' }]),
    ),
    isOfWholeApi: true,
    create: (setup) =>
      onRateHeader(setup, 'retryAfter', {
        reason: 'Retry-After is no time to wait',
        rewrite: () =>
          setup.place.variant === 'negative' ? '-5' : String(Math.round(setup.world.now() / 1000) + 30),
      }),
  },
  {
    id: 'RL-05',
    breaks: 'a caller who comes back when told is blocked again',
    injection: 'answer',
    caughtBy: ['X.recover', 'X.retry-after'],
    needs: ['rate limit', 'clock'],
    places: once(limitedWith('retryAfter')),
    isOfWholeApi: true,
    create: (setup) =>
      onRateHeader(setup, 'retryAfter', {
        reason: 'Retry-After is too short',
        rewrite: (text) => (Number(text) > 2 ? '1' : undefined),
      }),
  },
  {
    id: 'RL-06',
    breaks: 'what is left never gets less',
    injection: 'memory',
    caughtBy: ['X.decrement'],
    needs: [],
    places: (subject) => (isWrite(subject) ? [] : limitedWith('remaining')(subject)),
    create: (setup) => freezeRemaining(setup, 'what is left did not get less'),
  },
  {
    id: 'RL-07',
    breaks: 'what is left is negative, or more than the limit',
    injection: 'answer',
    caughtBy: ['X.headers', 'X.floor', 'R.header'],
    needs: [],
    places: (subject) =>
      limitedWith('remaining')(subject).flatMap(() => [{ variant: 'negative' }, { variant: 'too much' }]),
    create: (setup) =>
      onRateHeader(setup, 'remaining', {
        reason: 'what is left makes no sense',
        rewrite: (_, { answer }) =>
          setup.place.variant === 'negative' ? '-1' : String((read(setup, answer).limit ?? 0) + 1),
      }),
  },
  {
    id: 'RL-08',
    breaks: 'the end of the window is in the past or in another unit',
    injection: 'answer',
    caughtBy: ['X.headers', 'X.reset'],
    needs: [],
    places: (subject) =>
      subject.operation.behaviours.rateLimit?.resetUnit === undefined ||
      subject.operation.behaviours.rateLimit.resetUnit === 'http-date'
        ? []
        : limitedWith('reset')(subject).flatMap(() => resets.map((variant) => ({ variant }))),
    create: (setup) =>
      onRateHeader(setup, 'reset', {
        reason: 'the end of the window makes no sense',
        rewrite: (_, { answer }) => wrongReset(setup, answer),
      }),
  },
  {
    id: 'RL-09',
    breaks: 'the limit is none of the declared ones',
    injection: 'answer',
    caughtBy: ['X.limit', 'X.headers'],
    needs: [],
    places: (subject) =>
      (subject.operation.behaviours.rateLimit?.policies.length ?? 0) > 0 ? limitedWith('limit')(subject) : [],
    create: (setup) =>
      onRateHeader(setup, 'limit', {
        reason: 'the limit is none of the declared ones',
        rewrite: (text) => String(Number(text) + 7),
      }),
  },
  {
    id: 'RL-10',
    breaks: 'refusals carry no rate-limit headers',
    injection: 'answer',
    caughtBy: ['X.headers', 'R.header'],
    needs: [],
    places: (subject) =>
      ['authenticated', 'all'].includes(subject.operation.behaviours.rateLimit?.headersOn ?? '')
        ? limitedWith('remaining')(subject)
        : [],
    create: (setup) =>
      onAnswer(setup, ({ answer }) => {
        const { limit, remaining, reset } = limitOf(setup) ?? {};
        const names = [limit, remaining, reset].flatMap((part) => headerOf(part) ?? []);
        if (answer.status < 400 || !names.some((name) => answer.headers.has(name))) return undefined;
        const without = Object.fromEntries(names.map((name) => [name, undefined]));
        return because(withHeaders(answer, without), 'a refusal carries no rate-limit headers');
      }),
  },
  {
    id: 'RL-11',
    breaks: 'a window never ends',
    injection: 'memory',
    caughtBy: ['X.recover'],
    needs: ['rate limit', 'clock'],
    places: once(limited),
    isOfWholeApi: true,
    create: (setup) => {
      const blocked = new Set<string>();
      return onCounted(({ call, answer }) => {
        const key = callerKey(setup.world.reader.read(call.request));
        if (answer.status === blockedStatus(setup)) blocked.add(key);
        return isSuccess(answer) && blocked.has(key)
          ? because(block(setup, answer), 'a window did not end')
          : undefined;
      });
    },
  },
  {
    id: 'RL-12',
    breaks: 'all callers share one counter',
    injection: 'memory',
    caughtBy: ['X.partition'],
    needs: ['rate limit', 'second tenant'],
    places: once(limited),
    isOfWholeApi: true,
    create: (setup) => {
      let blockedUntil = 0;
      return onCounted(({ answer }) => {
        if (answer.status === blockedStatus(setup))
          blockedUntil = read(setup, answer).resetAt ?? setup.world.now() + 30_000;
        return isSuccess(answer) && blockedUntil > setup.world.now()
          ? because(block(setup, answer), 'one caller was blocked for what another one sent')
          : undefined;
      });
    },
  },
  {
    id: 'RL-13',
    breaks: 'each token has a counter of its own where tokens share one',
    injection: 'memory',
    caughtBy: ['X.share'],
    needs: ['rate limit', 'tokens'],
    places: once((subject) =>
      subject.operation.behaviours.rateLimit?.policies.some(({ partition }) => partition === 'tenant')
        ? limited(subject)
        : [],
    ),
    isOfWholeApi: true,
    create: (setup) => {
      const used = new Map<string, number>();
      return async (call) => {
        const answer = await call.forward();
        const key = callerKey(setup.world.reader.read(call.request));
        used.set(key, (used.get(key) ?? 0) + 1);
        const limit = read(setup, answer).limit ?? Number.POSITIVE_INFINITY;
        const isFree = (used.get(key) ?? 0) <= limit;
        const good = answer.status === blockedStatus(setup) ? lastGood(setup, call) : undefined;
        return good && isFree ? because(good, 'another token has a counter of its own') : { answer };
      };
    },
  },
  {
    id: 'RL-14',
    breaks: 'a blocked request is carried out',
    injection: 'aside',
    caughtBy: ['X.nofx'],
    needs: ['rate limit', 'state', 'clock'],
    places: once(limited),
    isOfWholeApi: true,
    create: carryOutBlocked,
  },
  {
    id: 'RL-15',
    breaks: 'a blocked request is answered without a problem',
    injection: 'answer',
    caughtBy: ['X.problem', 'R.media', 'R.body'],
    needs: ['rate limit'],
    places: once(limited),
    isOfWholeApi: true,
    create: (setup) =>
      onCounted(({ answer }) =>
        answer.status === blockedStatus(setup) && answer.body.length > 0
          ? { answer: withBytes(withHeaders(answer, { 'content-type': undefined }), new Uint8Array()) }
          : undefined,
      ),
  },
  {
    id: 'RL-16',
    breaks: 'writes are not counted',
    injection: 'memory',
    caughtBy: ['X.decrement'],
    needs: [],
    places: (subject) => (isWrite(subject) ? limitedWith('remaining')(subject) : []),
    create: (setup) => freezeRemaining(setup, 'a write was not counted'),
  },
];
