import { isJsonObject } from '../../values/json.ts';
import type { CarriedCredentials } from '../credentials-in-request.ts';
import type { FaultOperator, FaultSetup, FaultSubject } from '../fault-operator.ts';
import { findAt } from '../json-place.ts';
import { type CallAnswer, isSuccess, jsonOf } from '../message.ts';
import { privilegedFor } from '../privileged.ts';
import { type RevealedSecret, revealedSecret, revealingOperations } from '../revealed-secrets.ts';
import { because } from '../rewriting.ts';
import { askAs } from './credentials.ts';

/** The secret in the answer of the operation that makes tokens. */
export function secretIn(revealed: RevealedSecret, answer: CallAnswer): string | undefined {
  const secret = isSuccess(answer) ? findAt(jsonOf(answer)?.value, revealed.pointer)?.value : undefined;
  return typeof secret === 'string' ? secret : undefined;
}

const carries = (carried: CarriedCredentials, secrets: Iterable<string>): boolean =>
  [...secrets].some((secret) => [...carried.values()].some((value) => value.endsWith(secret)));

const mintsTokens = ({ model, operation }: FaultSubject): RevealedSecret | undefined =>
  revealedSecret(model, operation);

/** The operation that makes what a DELETE takes away, where that reveals a secret. */
function revokedBy({ model, map, operation }: FaultSubject): RevealedSecret | undefined {
  if (operation.method !== 'DELETE') return undefined;
  const collection = map.idsOf(operation).at(-1)?.collection;
  return revealingOperations(model).find((revealed) => map.collectionOf(revealed.operation) === collection);
}

/** A token with more rights than it should have: what it is refused is done by another one. */
function widenMinted(
  setup: FaultSetup,
  { statuses, reason }: { readonly statuses: readonly number[]; readonly reason: string },
) {
  const revealed = mintsTokens(setup);
  const minted = new Set<string>();
  return async (call: Parameters<ReturnType<FaultOperator['create']>>[0]) => {
    const answer = await call.forward();
    const secret = revealed && call.operation === revealed.operation ? secretIn(revealed, answer) : undefined;
    if (secret !== undefined) minted.add(secret);
    const isMinted = carries(setup.world.reader.read(call.request), minted);
    if (!call.operation || !statuses.includes(answer.status) || !isMinted) return { answer };
    const served = await askAs(setup, call, privilegedFor(setup.world, call.operation));
    return served ? because(served, reason) : { answer };
  };
}

export const mintedTokenFaults: readonly FaultOperator[] = [
  {
    id: 'AU-09',
    breaks: 'a revoked token keeps working',
    injection: 'aside',
    caughtBy: ['A.revoked'],
    needs: ['tokens'],
    places: (subject) => (revokedBy(subject) ? [{}] : []),
    create: (setup) => {
      const revealed = revokedBy(setup);
      const secrets = new Map<string, string>();
      const revoked = new Set<string>();
      return async (call) => {
        const answer = await call.forward();
        const secret =
          revealed && call.operation === revealed.operation ? secretIn(revealed, answer) : undefined;
        const body = jsonOf(answer)?.value;
        if (secret !== undefined && isJsonObject(body)) secrets.set(String(body.id), secret);
        const id = [...call.route.values.values()].at(-1) ?? '';
        if (call.operation === setup.operation && isSuccess(answer))
          revoked.add(secrets.get(id) ?? `id ${id}`);
        if (!call.operation || answer.status !== 401) return { answer };
        if (!carries(setup.world.reader.read(call.request), revoked)) return { answer };
        const served = await askAs(setup, call, privilegedFor(setup.world, call.operation));
        return served ? because(served, 'a revoked token was accepted') : { answer };
      };
    },
  },
  {
    id: 'AU-10',
    breaks: 'a new token has more scopes than were asked for',
    injection: 'aside',
    caughtBy: ['A.scope.deny'],
    needs: ['tokens'],
    places: (subject) => (mintsTokens(subject) ? [{}] : []),
    create: (setup) =>
      widenMinted(setup, { statuses: [403], reason: 'a new token has more scopes than asked for' }),
  },
  {
    id: 'AU-11',
    breaks: 'a token makes another one with more scopes than its own',
    injection: 'aside',
    caughtBy: ['A.scope.deny'],
    needs: ['tokens', 'identities'],
    places: (subject) => (mintsTokens(subject) ? [{}] : []),
    create: (setup) => async (call) => {
      const answer = await call.forward();
      if (call.operation !== setup.operation || ![400, 403, 422].includes(answer.status)) return { answer };
      const isLegal = setup.world.breachesOf(call).length === 0;
      const wasLetIn = setup.world.reader.read(call.request).size > 0;
      const served =
        isLegal && wasLetIn
          ? await askAs(setup, call, privilegedFor(setup.world, setup.operation))
          : undefined;
      return served ? because(served, 'a token made another one with more scopes than its own') : { answer };
    },
  },
];
