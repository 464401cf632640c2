import { needsCredentials, requiredScopes } from '../../plan/access.ts';
import type { Call } from '../call.ts';
import { type CarriedCredentials, callerKey } from '../credentials-in-request.ts';
import type { FaultOperator, FaultPlace, FaultSetup, FaultSubject, Inject } from '../fault-operator.ts';
import { type CallAnswer, isSuccess } from '../message.ts';
import { privilegedFor } from '../privileged.ts';
import { refuse } from '../refusal.ts';
import { because } from '../rewriting.ts';

const isGuarded = ({ operation }: FaultSubject): readonly FaultPlace[] =>
  needsCredentials(operation) ? [{}] : [];
const isScoped = ({ operation }: FaultSubject): readonly FaultPlace[] =>
  requiredScopes(operation).length > 0 ? [{}] : [];
const isWrite = ({ operation }: FaultSubject): boolean =>
  !['GET', 'HEAD', 'OPTIONS', 'QUERY'].includes(operation.method);

interface LetIn {
  /** The statuses that refuse the caller rightly. */
  readonly statuses: readonly number[];
  readonly isMeant?: (call: Call, carried: CarriedCredentials) => boolean;
  readonly reason: string;
}

/** What a caller was refused is done by somebody who may: the server looks as if it had not asked who calls. */
export function letIn(setup: FaultSetup, { statuses, isMeant = () => true, reason }: LetIn): Inject {
  return async (call) => {
    const answer = await call.forward();
    const { world, operation } = setup;
    const carried = world.reader.read(call.request);
    if (call.operation !== operation || !statuses.includes(answer.status) || !isMeant(call, carried))
      return { answer };
    const served = await askAs(setup, call, privilegedFor(world, operation));
    return served ? because(served, reason) : { answer };
  };
}

/** More than a few callers are not tried. */
const callersTried = 4;

/** The answer that somebody else gets to the same request; undefined where nobody is let in. */
export async function askAs(
  { world }: Pick<FaultSetup, 'world'>,
  call: Call,
  callers: readonly CarriedCredentials[],
): Promise<CallAnswer | undefined> {
  const own = callerKey(world.reader.read(call.request));
  const others = callers.filter((credentials) => callerKey(credentials) !== own).slice(0, callersTried);
  for (const credentials of others) {
    const answer = await call.aside(world.reader.write(call.request, credentials));
    if (isSuccess(answer)) return answer;
  }
  return undefined;
}

/** The scheme before the secret, in lower case. */
const schemeOf = (carried: CarriedCredentials): string =>
  (carried.get('header authorization') ?? '').split(' ')[0]?.toLowerCase() ?? '';

const secretOf = (carried: CarriedCredentials): string =>
  [...carried.values()].join(' ').replace(/^\S+ /, '');

/** An invented secret that looks like one of the server's: as long, and with the same first letters. */
function looksReal({ world, operation }: FaultSetup, carried: CarriedCredentials): boolean {
  return privilegedFor(world, operation).some((known) => {
    const [real, invented] = [secretOf(known), secretOf(carried)];
    return real.length === invented.length && real.slice(0, 4) === invented.slice(0, 4);
  });
}

const isSameScheme = (setup: FaultSetup, carried: CarriedCredentials): boolean =>
  privilegedFor(setup.world, setup.operation).some(
    (known) =>
      schemeOf(known) === schemeOf(carried) && [...known.keys()].join() === [...carried.keys()].join(),
  );

interface Refused {
  readonly status: number;
  readonly isMeant: (call: Call) => boolean;
  readonly reason: string;
}

/** Refuses a caller whom the server let in, or would: a legal request of a known caller has no effect then. */
function refuseCaller(setup: FaultSetup, { status, isMeant, reason }: Refused): Inject {
  const { world, operation } = setup;
  return async (call) => {
    const isWanted = call.operation === operation && isMeant(call);
    const isSure =
      isWanted && world.callerOf(call.request) !== undefined && world.breachesOf(call).length === 0;
    const answer = isSure ? world.memory.lastGood(operation)?.answer : await call.forward();
    const isLetIn = isSure || (answer !== undefined && isSuccess(answer));
    if (!isWanted || !isLetIn) return { answer: answer ?? (await call.forward()) };
    return because(refuse(setup, operation, { status, like: answer }), reason);
  };
}

/** Whether the caller has just the scopes that are needed; without being told, whoever is not the first let in. */
function isExact({ world, operation }: FaultSetup, { request }: Call): boolean {
  const caller = world.callerOf(request);
  const needed = requiredScopes(operation);
  if (caller?.identity.scopes) {
    return (
      caller.identity.scopes.length === needed.length &&
      needed.every((scope) => caller.identity.scopes?.includes(scope))
    );
  }
  const [first] = world.memory.letIn(operation);
  return first !== undefined && callerKey(first) !== callerKey(world.reader.read(request));
}

const hasWriteScope = (subject: FaultSubject): boolean =>
  subject.model.securitySchemes.some(({ scopes }) => scopes.some(({ name }) => /write/i.test(name)));

export const credentialFaults: readonly FaultOperator[] = [
  {
    id: 'AU-01',
    breaks: 'a request without credentials is accepted',
    injection: 'aside',
    caughtBy: ['A.anon'],
    needs: [],
    places: isGuarded,
    create: (setup) =>
      letIn(setup, {
        statuses: [401, 403],
        isMeant: (_, carried) => carried.size === 0,
        reason: 'a request without credentials was accepted',
      }),
  },
  {
    id: 'AU-02',
    breaks: 'invented credentials are accepted',
    injection: 'aside',
    caughtBy: ['A.badcred'],
    needs: [],
    places: isGuarded,
    create: (setup) =>
      letIn(setup, {
        statuses: [401],
        isMeant: (_, carried) => carried.size > 0 && isSameScheme(setup, carried),
        reason: 'invented credentials were accepted',
      }),
  },
  {
    id: 'AU-03',
    breaks: 'an unknown secret in the form of a real one is accepted',
    injection: 'aside',
    caughtBy: ['A.badcred'],
    needs: [],
    places: isGuarded,
    create: (setup) =>
      letIn(setup, {
        statuses: [401],
        isMeant: (_, carried) => carried.size > 0 && looksReal(setup, carried),
        reason: 'an unknown secret was accepted',
      }),
  },
  {
    id: 'AU-04',
    breaks: 'credentials of another scheme are accepted',
    injection: 'aside',
    caughtBy: ['A.badcred', 'A.alt'],
    needs: [],
    places: isGuarded,
    create: (setup) =>
      letIn(setup, {
        statuses: [401],
        isMeant: (_, carried) => carried.size > 0 && !isSameScheme(setup, carried),
        reason: 'credentials of another scheme were accepted',
      }),
  },
  {
    id: 'AU-05',
    breaks: 'scopes are not looked at on writes',
    injection: 'aside',
    caughtBy: ['A.scope.deny'],
    needs: ['identities'],
    places: (subject) => (isWrite(subject) ? isScoped(subject) : []),
    create: (setup) =>
      letIn(setup, {
        statuses: [403],
        isMeant: lacksScope(setup),
        reason: 'a missing scope was no obstacle',
      }),
  },
  {
    id: 'AU-06',
    breaks: 'scopes are not looked at in one operation',
    injection: 'aside',
    caughtBy: ['A.scope.deny'],
    needs: ['identities'],
    places: (subject) => (isWrite(subject) ? [] : isScoped(subject)),
    create: (setup) =>
      letIn(setup, {
        statuses: [403],
        isMeant: lacksScope(setup),
        reason: 'a missing scope was no obstacle',
      }),
  },
  {
    id: 'AU-07',
    breaks: 'the very scope that is needed does not suffice',
    injection: 'answer',
    caughtBy: ['A.scope.allow'],
    needs: ['identities'],
    places: isScoped,
    create: (setup) =>
      refuseCaller(setup, {
        status: 403,
        isMeant: (call) => isExact(setup, call),
        reason: 'the needed scope did not suffice',
      }),
  },
  {
    id: 'AU-08',
    breaks: 'a scope for writing counts as one for managing',
    injection: 'aside',
    caughtBy: ['A.scope.deny'],
    needs: ['identities'],
    places: (subject) =>
      hasWriteScope(subject) && !requiredScopes(subject.operation).some((scope) => /write/i.test(scope))
        ? isScoped(subject)
        : [],
    create: (setup) =>
      letIn(setup, {
        statuses: [403],
        isMeant: ({ request }) =>
          setup.world.callerOf(request)?.identity.scopes?.some((scope) => /write/i.test(scope)) ?? true,
        reason: 'a scope for writing counted as another',
      }),
  },
  {
    id: 'AU-12',
    breaks: 'what needs a role is open to others',
    injection: 'aside',
    caughtBy: ['A.role.deny'],
    needs: ['roles'],
    places: ({ operation }) => (operation.behaviours.roles.length > 0 ? [{}] : []),
    create: (setup) =>
      letIn(setup, {
        statuses: [403],
        isMeant: (call) => !lacksScope(setup)(call),
        reason: 'another role was let in',
      }),
  },
  {
    id: 'AU-13',
    breaks: 'a public operation demands credentials',
    injection: 'answer',
    caughtBy: ['A.public', 'R.undeclared'],
    needs: [],
    places: ({ operation }) => (needsCredentials(operation) ? [] : [{}]),
    create: (setup) =>
      refuseCaller(setup, {
        status: 401,
        isMeant: ({ request }) => setup.world.reader.read(request).size === 0,
        reason: 'a public operation demanded credentials',
      }),
  },
  {
    id: 'AU-14',
    breaks: 'the second of two ways to call is refused',
    injection: 'answer',
    caughtBy: ['A.alt'],
    needs: ['identities'],
    places: ({ operation }) => (operation.security.length > 1 && needsCredentials(operation) ? [{}] : []),
    create: (setup) =>
      refuseCaller(setup, {
        status: 401,
        isMeant: ({ request }) => {
          const [first] = setup.world.memory.letIn(setup.operation);
          const ways = (carried: CarriedCredentials) => `${[...carried.keys()].join()} ${schemeOf(carried)}`;
          return first !== undefined && ways(first) !== ways(setup.world.reader.read(request));
        },
        reason: 'the second way to call was refused',
      }),
  },
];

/** Whether the caller wants a scope; true of callers that the fault was not told of. */
function lacksScope({ world, operation }: FaultSetup): (call: Call) => boolean {
  return ({ request }) => {
    const scopes = world.callerOf(request)?.identity.scopes;
    return scopes === undefined || requiredScopes(operation).some((scope) => !scopes.includes(scope));
  };
}
