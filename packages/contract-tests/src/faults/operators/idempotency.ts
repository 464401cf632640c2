import { matchesStatus } from '../../check/status.ts';
import { requiredScopes } from '../../plan/access.ts';
import { isJsonObject, sameJson } from '../../values/json.ts';
import type { Call } from '../call.ts';
import { answerBreaches } from '../contract-check.ts';
import { callerKey } from '../credentials-in-request.ts';
import type {
  FaultOperator,
  FaultPlace,
  FaultSetup,
  FaultSubject,
  Inject,
  Outcome,
} from '../fault-operator.ts';
import { asReplay, type KeyedUse, KeyedUses, keyOf, withoutKey } from '../idempotency-keys.ts';
import { type CallAnswer, isSuccess, jsonOf, withJson } from '../message.ts';
import { otherValue } from '../other-value.ts';
import { privilegedFor } from '../privileged.ts';
import { refuse } from '../refusal.ts';
import { revealedSecret } from '../revealed-secrets.ts';
import { because } from '../rewriting.ts';
import { isSameTenant } from '../same-tenant.ts';
import { refuseLegal } from './strict-requests.ts';

const keyed = ({ operation }: FaultSubject): readonly FaultPlace[] =>
  operation.behaviours.idempotency?.key.in === 'header' ? [{}] : [];

const keyedBy =
  (...methods: readonly string[]) =>
  (subject: FaultSubject): readonly FaultPlace[] =>
    methods.includes(subject.operation.method) ? keyed(subject) : [];

/** Watches the uses of keys, and acts on the calls of the fault's operation. */
function onKeyed(
  setup: FaultSetup,
  act: (call: Call, uses: KeyedUses) => Promise<Outcome | undefined>,
): Inject {
  const uses = new KeyedUses(setup);
  return async (call) => {
    const outcome = call.operation === setup.operation ? await act(call, uses) : undefined;
    if (outcome) return outcome;
    const answer = await call.forward();
    uses.note(call, answer);
    return { answer };
  };
}

/** A repeated request is carried out again: its key is lost on the way. */
const executeAgain = (
  setup: FaultSetup,
  isWanted: (earlier: KeyedUse, call: Call) => boolean,
  reason: string,
): Inject =>
  onKeyed(setup, async (call, uses) => {
    const earlier = uses.earlier(call);
    if (!earlier || !isWanted(earlier, call)) return undefined;
    return because(await call.forward(withoutKey(setup.operation, call.request)), reason);
  });

/** The replay of a repeated request, with something wrong about it. */
const onReplay = (
  setup: FaultSetup,
  change: (replay: CallAnswer, call: Call) => CallAnswer | undefined,
  reason: string,
): Inject =>
  onKeyed(setup, async (call, uses) => {
    const earlier = uses.earlier(call);
    if (!earlier || earlier.body !== new TextDecoder().decode(call.request.body)) return undefined;
    const replay = await call.forward();
    const changed = isSuccess(replay) ? change(replay, call) : undefined;
    return changed ? because(changed, reason) : { answer: replay };
  });

/** A stored answer is given to a request that it does not belong to. */
const giveStored = (setup: FaultSetup, isWanted: Parameters<KeyedUses['find']>[1], reason: string): Inject =>
  onKeyed(setup, async (call, uses) => {
    const earlier = uses.earlier(call) ? undefined : uses.find(call, isWanted);
    return earlier && because(asReplay(earlier.operation, earlier.answer), reason);
  });

const isForeign =
  ({ world }: FaultSetup, call: () => Call | undefined) =>
  (use: KeyedUse): boolean => {
    const own = call();
    const other = new Map(JSON.parse(use.caller));
    // What was written with callerKey are pairs of texts.
    return own !== undefined && !isSameTenant(world, own.request, other as ReadonlyMap<string, string>);
  };

/** Gives the answer that another caller got under the same key. */
function shareKeys(setup: FaultSetup, isMeant: (use: KeyedUse) => boolean, reason: string): Inject {
  return onKeyed(setup, async (call, uses) => {
    const foreign = isForeign(setup, () => call);
    const found = uses.find(
      call,
      (use, own) =>
        use.key === own.key &&
        use.operation === own.operation &&
        use.caller !== own.caller &&
        isMeant(use) &&
        foreign(use),
    );
    return found && because(asReplay(found.operation, found.answer), reason);
  });
}

/** An answer with another value in it that is still valid. */
function otherBody({ world, operation, seed }: FaultSetup, answer: CallAnswer): CallAnswer | undefined {
  const body = jsonOf(answer)?.value;
  if (!isJsonObject(body)) return undefined;
  for (const name of Object.keys(body)) {
    const other = otherValue(world.bench, true, body[name], seed);
    const changed = other && withJson(answer, { ...body, [name]: other.value });
    if (changed && answerBreaches(world.bench, operation, changed).length === 0) return changed;
  }
  return undefined;
}

const windowOf = ({ operation }: FaultSubject): number | undefined =>
  operation.behaviours.idempotency?.windowMs;

/** Lets two requests with one key run at the same time: the second one loses its key on the way. */
function runBoth(setup: FaultSetup): Inject {
  const underWay = new Map<string, number>();
  return async (call) => {
    const key = call.operation === setup.operation ? keyOf(setup.operation, call.request) : undefined;
    if (key === undefined) return { answer: await call.forward() };
    const others = underWay.get(key) ?? 0;
    underWay.set(key, others + 1);
    try {
      const answer = await call.forward(
        others > 0 ? withoutKey(setup.operation, call.request) : call.request,
      );
      // What can be done once only is not found by the second one.
      return others > 0 && (isSuccess(answer) || matchesStatus(answer.status, ['404', '410']))
        ? because(answer, 'two requests with one key were both carried out')
        : { answer };
    } finally {
      underWay.set(key, (underWay.get(key) ?? 1) - 1);
    }
  };
}

/** Keeps refusals that must not be kept, and gives them again in the place of carrying out a request that is good. */
function keepRefusals(setup: FaultSetup): Inject {
  const kept = new Map<string, CallAnswer>();
  const passing = setup.operation.behaviours.idempotency?.notStored ?? [];
  return async (call) => {
    const key = call.operation === setup.operation ? keyOf(setup.operation, call.request) : undefined;
    const old = key === undefined ? undefined : kept.get(key);
    if (old && isGood(setup, call)) return because(old, 'a passing refusal was kept under the key');
    const answer = await call.forward();
    if (key !== undefined && matchesStatus(answer.status, passing)) kept.set(key, answer);
    return { answer };
  };
}

/** A legal request of somebody who may send it. */
function isGood({ world, operation }: FaultSetup, call: Call): boolean {
  const caller = callerKey(world.reader.read(call.request));
  const mayCall = privilegedFor(world, operation).some((credentials) => callerKey(credentials) === caller);
  const { identity } = world.callerOf(call.request) ?? {};
  const hasScopes =
    identity?.scopes === undefined ||
    requiredScopes(operation).every((scope) => identity.scopes?.includes(scope));
  return mayCall && hasScopes && world.breachesOf(call).length === 0;
}

export const idempotencyFaults: readonly FaultOperator[] = [
  {
    id: 'ID-01',
    breaks: 'a repeated request is carried out twice',
    injection: 'request',
    caughtBy: ['I.once', 'I.same'],
    needs: ['repeated keys'],
    places: keyedBy('POST'),
    create: (setup) => executeAgain(setup, isSameBody, 'a repeated request was carried out twice'),
  },
  {
    id: 'ID-02',
    breaks: 'a repeated request is refused',
    injection: 'memory',
    caughtBy: ['I.same'],
    needs: ['repeated keys'],
    places: keyed,
    create: (setup) =>
      onReplay(
        setup,
        (replay) => refuse(setup, setup.operation, { status: 409, like: replay }),
        'a repeated request was refused',
      ),
  },
  {
    id: 'ID-03',
    breaks: 'a repeated request is answered with another body',
    injection: 'memory',
    caughtBy: ['I.same'],
    needs: ['repeated keys'],
    places: keyed,
    create: (setup) => onReplay(setup, (replay) => otherBody(setup, replay), 'the replay has another body'),
  },
  {
    id: 'ID-04',
    breaks: 'a repeated request is answered with another status',
    injection: 'memory',
    caughtBy: ['I.same'],
    needs: ['repeated keys'],
    places: keyed,
    create: (setup) =>
      onReplay(
        setup,
        (replay) =>
          isSuccess(replay) ? { ...replay, status: replay.status === 200 ? 202 : 200 } : undefined,
        'the replay has another status',
      ),
  },
  {
    id: 'ID-05',
    breaks: 'the key is not looked at by one method',
    injection: 'request',
    caughtBy: ['I.once', 'I.same'],
    needs: ['repeated keys'],
    places: keyedBy('PATCH', 'PUT', 'DELETE'),
    create: (setup) => executeAgain(setup, isSameBody, 'the key was not looked at'),
  },
  {
    id: 'ID-06',
    breaks: 'operations share their keys',
    injection: 'memory',
    caughtBy: ['I.scope.op'],
    needs: ['repeated keys'],
    places: keyed,
    create: (setup) =>
      giveStored(
        setup,
        (use, own) => use.key === own.key && use.operation !== own.operation,
        'the answer of another operation was given',
      ),
  },
  {
    id: 'ID-07',
    breaks: 'tenants share their keys',
    injection: 'memory',
    caughtBy: ['I.scope.tenant'],
    needs: ['repeated keys', 'second tenant'],
    places: keyed,
    create: (setup) => shareKeys(setup, () => true, 'the answer of another tenant was given'),
  },
  {
    id: 'ID-08',
    breaks: 'the things that one operation changes share their keys',
    injection: 'memory',
    caughtBy: ['I.scope.op', 'I.scope.path'],
    needs: ['repeated keys', 'items'],
    places: (subject) => (subject.operation.path.includes('{') ? keyed(subject) : []),
    create: (setup) =>
      giveStored(
        setup,
        (use, own) => use.key === own.key && use.operation === own.operation && use.path !== own.path,
        'the answer for another thing was given',
      ),
  },
  {
    id: 'ID-09',
    breaks: 'keys are compared by their first letters',
    injection: 'memory',
    caughtBy: ['I.distinct'],
    needs: ['repeated keys'],
    places: keyed,
    create: (setup) =>
      giveStored(
        setup,
        (use, own) =>
          use.key !== own.key &&
          use.key.slice(0, 8) === own.key.slice(0, 8) &&
          use.operation === own.operation &&
          use.path === own.path &&
          use.caller === own.caller,
        'the answer of another key was given',
      ),
  },
  {
    id: 'ID-10',
    breaks: 'a used key with another body is carried out',
    injection: 'request',
    caughtBy: ['I.mismatch'],
    needs: ['repeated keys'],
    places: (subject) => (subject.operation.requestBody ? keyed(subject) : []),
    create: (setup) =>
      onKeyed(setup, async (call, uses) => {
        const earlier = uses.earlier(call);
        if (!earlier || isSameBody(earlier, call)) return undefined;
        const answer = await call.forward(withoutKey(setup.operation, call.request));
        return isSuccess(answer)
          ? because(answer, 'a used key with another body was carried out')
          : { answer };
      }),
  },
  {
    id: 'ID-11',
    breaks: 'stored answers are forgotten too soon',
    injection: 'request',
    caughtBy: ['I.ttl', 'I.once', 'I.same'],
    needs: ['repeated keys', 'clock'],
    places: (subject) => (windowOf(subject) === undefined ? [] : keyed(subject)),
    create: (setup) =>
      executeAgain(
        setup,
        (earlier, call) => {
          const age = setup.world.now() - earlier.at;
          const window = windowOf(setup) ?? 0;
          return isSameBody(earlier, call) && age > window / 60 && age < window;
        },
        'a stored answer was forgotten too soon',
      ),
  },
  {
    id: 'ID-12',
    breaks: 'stored answers are never forgotten',
    injection: 'memory',
    caughtBy: ['I.ttl'],
    needs: ['repeated keys', 'clock'],
    places: (subject) => (windowOf(subject) === undefined ? [] : keyed(subject)),
    create: (setup) =>
      onKeyed(setup, async (call, uses) => {
        const earlier = uses.earlier(call);
        const isOver = earlier && setup.world.now() - earlier.at > (windowOf(setup) ?? 0);
        return isOver
          ? because(asReplay(setup.operation, earlier.answer), 'a stored answer outlived its window')
          : undefined;
      }),
  },
  {
    id: 'ID-13',
    breaks: 'a refusal that passes is kept under the key',
    injection: 'memory',
    caughtBy: ['I.failed'],
    needs: ['repeated keys'],
    places: keyed,
    create: keepRefusals,
  },
  {
    id: 'ID-14',
    breaks: 'two requests with one key at the same time are both carried out',
    injection: 'request',
    caughtBy: ['I.concurrent', 'I.once'],
    needs: ['concurrency'],
    places: keyed,
    create: runBoth,
  },
  {
    id: 'ID-15',
    breaks: 'a write without a key is refused',
    injection: 'request',
    caughtBy: ['I.optional', 'R.status', 'O.example'],
    needs: [],
    places: (subject) => {
      const key = subject.operation.behaviours.idempotency?.key;
      const isRequired = subject.operation.parameters.some(
        ({ name, required }) =>
          required && key?.in === 'header' && name.toLowerCase() === key.name.toLowerCase(),
      );
      return isRequired ? [] : keyed(subject);
    },
    create: (setup) =>
      refuseLegal(
        setup,
        ({ request }) => keyOf(setup.operation, request) === undefined,
        'a write without a key was refused',
      ),
  },
  {
    id: 'ID-16',
    breaks: 'a stored answer is given to a caller who lacks the scope',
    injection: 'memory',
    caughtBy: ['A.scope.deny'],
    needs: ['repeated keys', 'identities'],
    places: (subject) => (requiredScopes(subject.operation).length > 0 ? keyed(subject) : []),
    create: (setup) =>
      onKeyed(setup, async (call, uses) => {
        const earlier = uses.find(
          call,
          (use, own) =>
            use.key === own.key &&
            use.operation === own.operation &&
            use.path === own.path &&
            use.caller !== own.caller,
        );
        const right = earlier ? await call.forward() : undefined;
        if (!earlier || !right) return undefined;
        return right.status === 403
          ? because(
              asReplay(setup.operation, earlier.answer),
              'a caller without the scope got a stored answer',
            )
          : { answer: right };
      }),
  },
  {
    id: 'SE-03',
    breaks: 'a stored answer with a secret is given to another caller',
    injection: 'memory',
    caughtBy: ['I.scope.tenant', 'I.scope.principal', 'L.secret-once'],
    needs: ['repeated keys', 'tokens'],
    places: (subject) => (revealedSecret(subject.model, subject.operation) ? keyed(subject) : []),
    create: (setup) =>
      giveStored(
        setup,
        (use, own) => use.key === own.key && use.operation === own.operation && use.caller !== own.caller,
        'a secret was given to another caller',
      ),
  },
];

function isSameBody(earlier: KeyedUse, { request }: Call): boolean {
  const body = new TextDecoder().decode(request.body);
  return body === earlier.body || sameJson(body, earlier.body);
}
