import type { Operation } from '@plumbline/openapi';
import { itemsOf } from '../../resources/item-id.ts';
import type { Call } from '../call.ts';
import { type CarriedCredentials, callerKey } from '../credentials-in-request.ts';
import type { FaultOperator, FaultSetup, FaultSubject, Inject } from '../fault-operator.ts';
import { type CallAnswer, isSuccess, queryOf } from '../message.ts';
import { nextOf, withItems } from '../page-parts.ts';
import { queryName } from '../paging-names.ts';
import { withStatus } from '../refusal.ts';
import { because, onAnswer } from '../rewriting.ts';
import { isSameTenant } from '../same-tenant.ts';
import { suiteAnswer } from '../suite-answer.ts';
import { askAs } from './credentials.ts';

const hasId = ({ operation }: FaultSubject): boolean =>
  operation.path.includes('{') && operation.security.length > 0;
const isRead = ({ method }: Operation): boolean => method === 'GET' || method === 'HEAD';

/** Those who have seen what a call asks for, and are of another tenant than the caller as far as it is known. */
function owners({ world }: FaultSetup, { request, route }: Call): readonly CarriedCredentials[] {
  const path = new URL(request.url).pathname;
  const ids = [...route.values.values()];
  const own = callerKey(world.reader.read(request));
  return ids
    .flatMap((id) => world.memory.withAccess(path, id))
    .filter((credentials) => callerKey(credentials) !== own && !isSameTenant(world, request, credentials));
}

/** What is not found by a stranger is done in the name of somebody whose it is. */
function letStrangersIn(setup: FaultSetup, reason: string): Inject {
  return async (call) => {
    const answer = await call.forward();
    const isRefused = answer.status === 404 || answer.status === 403;
    if (call.operation !== setup.operation || !isRefused) return { answer };
    const served = await askAs(setup, call, owners(setup, call));
    return served ? because(served, reason) : { answer };
  };
}

export const tenantFaults: readonly FaultOperator[] = [
  {
    id: 'TN-01',
    breaks: 'what belongs to another tenant can be read',
    injection: 'aside',
    caughtBy: ['T.read'],
    needs: ['second tenant'],
    places: (subject) => (hasId(subject) && isRead(subject.operation) ? [{}] : []),
    create: (setup) => letStrangersIn(setup, 'a stranger could read it'),
  },
  {
    id: 'TN-02',
    breaks: 'what belongs to another tenant can be changed',
    injection: 'aside',
    caughtBy: ['T.write'],
    needs: ['second tenant'],
    places: (subject) =>
      hasId(subject) &&
      !isRead(subject.operation) &&
      subject.operation.method !== 'DELETE' &&
      !subject.map.isCreate(subject.operation)
        ? [{}]
        : [],
    create: (setup) => letStrangersIn(setup, 'a stranger could change it'),
  },
  {
    id: 'TN-03',
    breaks: 'what belongs to another tenant can be deleted',
    injection: 'aside',
    caughtBy: ['T.delete', 'T.write'],
    needs: ['second tenant'],
    places: (subject) => (hasId(subject) && subject.operation.method === 'DELETE' ? [{}] : []),
    create: (setup) => letStrangersIn(setup, 'a stranger could delete it'),
  },
  {
    id: 'TN-04',
    breaks: 'a list holds items of another tenant',
    injection: 'memory',
    caughtBy: ['T.list'],
    needs: ['second tenant'],
    places: ({ map, operation }) =>
      isRead(operation) &&
      operation.security.length > 0 &&
      map.parameterOf(map.collectionOf(operation)) !== undefined
        ? [{}]
        : [],
    create: (setup) => {
      const lists = new Map<string, { readonly call: Call; readonly items: readonly unknown[] }>();
      return onAnswer(setup, ({ call, answer }) => {
        const items = isSuccess(answer) ? itemsOf(setup.operation, suiteAnswer(answer)) : undefined;
        if (!items) return undefined;
        const { world } = setup;
        const key = callerKey(world.reader.read(call.request));
        const own = new Set([...(lists.get(key)?.items ?? []), ...items].map((item) => JSON.stringify(item)));
        lists.set(key, { call, items: [...(lists.get(key)?.items ?? []), ...items] });
        const foreign = [...lists.values()]
          .filter((other) => !isSameTenant(world, call.request, world.reader.read(other.call.request)))
          .flatMap((other) => other.items)
          .filter((item) => !own.has(JSON.stringify(item)));
        const merged =
          foreign.length > 0 ? withItems(setup.operation, answer, [...items, ...foreign]) : undefined;
        return merged && because(merged, 'a list holds items of another tenant');
      });
    },
  },
  {
    id: 'TN-05',
    breaks: 'a child is found under another parent',
    injection: 'memory',
    caughtBy: ['L.parent'],
    needs: ['state'],
    places: ({ map, operation }) =>
      map.idsOf(operation).length > 1 && operation.path.endsWith('}') ? [{}] : [],
    create: (setup) => {
      const addresses = new Map<string, string>();
      return async (call) => {
        const answer = await call.forward();
        const id = [...call.route.values.values()].at(-1) ?? '';
        if (
          call.operation !== undefined &&
          isSuccess(answer) &&
          call.operation.path === setup.operation.path
        ) {
          addresses.set(id, call.request.url);
        }
        const known = addresses.get(id);
        if (call.operation !== setup.operation || answer.status !== 404 || known === undefined)
          return { answer };
        if (known === call.request.url) return { answer };
        const served = await call.aside({ ...call.request, url: known });
        return isSuccess(served) ? because(served, 'a child was found under another parent') : { answer };
      };
    },
  },
  {
    id: 'TN-06',
    breaks: 'a child can be made below what belongs to another tenant',
    injection: 'aside',
    caughtBy: ['T.create-parent', 'T.write'],
    needs: ['second tenant'],
    places: (subject) => (hasId(subject) && subject.map.isCreate(subject.operation) ? [{}] : []),
    create: (setup) => letStrangersIn(setup, 'a stranger could add to it'),
  },
  {
    id: 'TN-07',
    breaks: 'a stranger can tell what exists: 403 for it, 404 for what does not',
    injection: 'answer',
    caughtBy: ['T.uniform', 'T.read', 'T.write', 'T.delete', 'T.create-parent'],
    needs: ['second tenant'],
    places: (subject) => (hasId(subject) ? [{}] : []),
    create: (setup) =>
      onAnswer(setup, ({ call, answer }) =>
        answer.status === 404 && owners(setup, call).length > 0
          ? because(withStatus(answer, 403), 'a stranger was told that it exists')
          : undefined,
      ),
  },
  {
    id: 'TN-08',
    breaks: 'the cursor of another tenant is accepted',
    injection: 'aside',
    caughtBy: ['G.tenant'],
    needs: ['second tenant'],
    places: ({ operation }) => (queryName(operation.behaviours.pagination?.cursor) === undefined ? [] : [{}]),
    create: (setup) => {
      const cursors = new Map<string, CarriedCredentials>();
      const name = queryName(setup.operation.behaviours.pagination?.cursor) ?? '';
      return async (call) => {
        const answer = await call.forward();
        const cursor = queryOf(call.request, name);
        if (call.operation !== setup.operation) return { answer };
        noteCursor(setup, cursors, { call, answer });
        const owner = cursor === undefined ? undefined : cursors.get(cursor);
        const isForeign = owner && !isSameTenant(setup.world, call.request, owner);
        if (isSuccess(answer) || !isForeign) return { answer };
        const served = await askAs(setup, call, [owner]);
        return served ? because(served, 'the cursor of another tenant was accepted') : { answer };
      };
    },
  },
];

function noteCursor(
  { world, operation }: FaultSetup,
  cursors: Map<string, CarriedCredentials>,
  { call, answer }: { readonly call: Call; readonly answer: CallAnswer },
): void {
  const next = nextOf(operation, answer);
  if (next !== undefined) cursors.set(next, world.reader.read(call.request));
}
