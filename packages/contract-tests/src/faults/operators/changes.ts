import type { Operation } from '@plumbline/openapi';
import { isJsonObject, sameJson } from '../../values/json.ts';
import type { Call } from '../call.ts';
import type { FaultOperator, FaultPlace, FaultSetup, FaultSubject, Inject } from '../fault-operator.ts';
import { jsonMedia } from '../good-body.ts';
import { readItem, withMembers } from '../item-overlay.ts';
import { type CallRequest, isSuccess, jsonOf, withHeaders, withJson } from '../message.ts';
import { otherValue } from '../other-value.ts';
import { tryMake } from '../repair.ts';
import { because } from '../rewriting.ts';
import { lastName, schemaAt, schemaPlaces } from '../schema-places.ts';
import { responseSchema } from './body-places.ts';
import { answersJson } from './remembered-bodies.ts';

const isChange = ({ method }: Operation): boolean => method === 'PATCH' || method === 'PUT';

const changesReadable = ({ map, operation }: FaultSubject): boolean =>
  isChange(operation) && jsonMedia(operation) !== undefined && map.readOfItem(operation) !== undefined;

type Members = Readonly<Record<string, unknown>>;

const membersOf = (value: unknown): Members => (isJsonObject(value) ? value : {});

/** The idempotency key belongs to the caller's request; a further one must not be taken for its replay. */
const withoutKey = (request: CallRequest, { behaviours }: Operation): CallRequest => {
  const key = behaviours.idempotency?.key;
  return key?.in === 'header' ? withHeaders(request, { [key.name]: undefined }) : request;
};

/** What the members that a change names were before it; undefined where that cannot be read. */
async function before(setup: FaultSetup, call: Call): Promise<Members | undefined> {
  const read = setup.map.readOfItem(setup.operation);
  const answer = await readItem(setup, call, read);
  const item = answer && jsonOf(answer)?.value;
  return isJsonObject(item) ? item : undefined;
}

/** The change is answered and taken back behind the caller's back. */
function takeBack(setup: FaultSetup): Inject {
  return async (call) => {
    const sent = membersOf(jsonOf(call.request)?.value);
    const isMeant = call.operation === setup.operation && setup.world.breachesOf(call).length === 0;
    const old = isMeant ? await before(setup, call) : undefined;
    const answer = await call.forward();
    if (!old || !isSuccess(answer)) return { answer };
    const changed = Object.keys(sent).filter(
      (name) => !sameJson(sent[name], old[name]) && Object.hasOwn(old, name),
    );
    if (changed.length === 0) return { answer };
    const back =
      setup.operation.method === 'PUT'
        ? onlySent(setup, old)
        : Object.fromEntries(changed.map((name) => [name, old[name]]));
    const undone = await call.aside(withJson(withoutKey(call.request, setup.operation), back));
    const now = isSuccess(undone) ? await before(setup, call) : undefined;
    const isBack = now !== undefined && changed.some((name) => sameJson(now[name], old[name]));
    return isBack ? because(answer, 'a change was answered and not stored') : { answer };
  };
}

/** The members of an item that a request may carry. */
function onlySent(setup: FaultSetup, item: Members): Members {
  const schema = jsonMedia(setup.operation)?.schema ?? true;
  const names = new Set(schemaPlaces(schema, setup.model.schemas).map(({ pointer }) => pointer.slice(1)));
  return Object.fromEntries(Object.entries(item).filter(([name]) => names.has(name)));
}

/** A change that resets what it does not name. */
function resetUnnamed(setup: FaultSetup): Inject {
  const name = lastName(setup.place.pointer ?? '');
  const schema = jsonMedia(setup.operation)?.schema ?? true;
  const place = schemaPlaces(schema, setup.model.schemas).find(
    ({ pointer }) => pointer === setup.place.pointer,
  );
  return async (call) => {
    const sent = jsonOf(call.request)?.value;
    const isMeant =
      call.operation === setup.operation &&
      isJsonObject(sent) &&
      !Object.hasOwn(sent, name) &&
      setup.world.breachesOf(call).length === 0;
    const old = isMeant ? await before(setup, call) : undefined;
    if (!isMeant || !old || !place || !Object.hasOwn(old, name)) return { answer: await call.forward() };
    const reset =
      otherValue(setup.world.bench, schemaAt(place), old[name], setup.seed) ??
      tryMake(setup, schemaAt(place));
    const answer = await call.forward(withJson(call.request, { ...sent, [name]: reset?.value }));
    const now = isSuccess(answer) ? await before(setup, call) : undefined;
    if (isSuccess(answer)) {
      call.later(async () => {
        await call.aside(withJson(withoutKey(call.request, setup.operation), { [name]: old[name] }));
      });
    }
    const isReset = now !== undefined && !sameJson(now[name], old[name]);
    return isReset ? because(answer, `\`${name}\`, which was not named, was changed`) : { answer };
  };
}

/** A change of one thing that changes another one too. */
function changeNeighbour(setup: FaultSetup): Inject {
  return async (call) => {
    const answer = await call.forward();
    if (call.operation !== setup.operation || !isSuccess(answer)) return { answer };
    const path = new URL(call.request.url).pathname;
    const collection = path.slice(0, path.lastIndexOf('/'));
    const neighbour = setup.world.memory.itemsAt(collection).find((item) => item.path !== path);
    if (!neighbour) return { answer };
    const request = {
      ...withoutKey(call.request, setup.operation),
      url: new URL(neighbour.path, call.request.url).href,
    };
    const changed = await call.aside(request);
    if (!isSuccess(changed)) return { answer };
    call.later(async () => {
      await call.aside(withJson(request, onlyNamed(neighbour.value, jsonOf(call.request)?.value)));
    });
    return because(answer, 'another thing was changed too');
  };
}

const onlyNamed = (item: unknown, named: unknown): Members =>
  Object.fromEntries(Object.keys(membersOf(named)).map((name) => [name, membersOf(item)[name]]));

/** Members that the server sets once and that no request carries. */
function serverSet({ model, operation }: FaultSubject): readonly FaultPlace[] {
  const status = operation.responses.find((response) => /^2/.test(response.status))?.status ?? '';
  const answered = responseSchema(operation, status);
  const sent = jsonMedia(operation)?.schema;
  if (answered === undefined) return [];
  const carried = new Set(
    sent === undefined ? [] : schemaPlaces(sent, model.schemas).map(({ pointer }) => pointer),
  );
  return schemaPlaces(answered, model.schemas)
    .map(({ pointer }) => pointer)
    .filter((pointer) => /^\/(id|created(At|_at|On|By)?)$/.test(pointer) && !carried.has(pointer))
    .map((pointer) => ({ pointer }));
}

export const changeFaults: readonly FaultOperator[] = [
  {
    id: 'LC-04',
    breaks: 'a change is answered and not stored',
    injection: 'aside',
    caughtBy: ['L.update-get'],
    needs: ['state'],
    places: (subject) => (changesReadable(subject) ? [{}] : []),
    create: takeBack,
  },
  {
    id: 'LC-05',
    breaks: 'a change resets what it does not name',
    injection: 'request',
    caughtBy: ['L.patch-partial'],
    needs: ['state'],
    places: (subject) => {
      const schema = jsonMedia(subject.operation)?.schema;
      if (!changesReadable(subject) || subject.operation.method !== 'PATCH' || schema === undefined)
        return [];
      const places = schemaPlaces(schema, subject.model.schemas).filter(
        ({ pointer }) => pointer.lastIndexOf('/') === 0,
      );
      return places.length > 1 ? places.map(({ pointer }) => ({ pointer })) : [];
    },
    create: resetUnnamed,
  },
  {
    id: 'LC-06',
    breaks: 'a change of one thing changes another one',
    injection: 'aside',
    caughtBy: ['L.isolated'],
    needs: ['items'],
    places: (subject) => (changesReadable(subject) ? [{}] : []),
    create: changeNeighbour,
  },
  {
    id: 'LC-15',
    breaks: 'a value that the server has set changes with an update',
    injection: 'memory',
    caughtBy: ['L.immutable', 'L.patch-partial', 'L.update-get'],
    needs: ['state'],
    places: (subject) => (isChange(subject.operation) && answersJson(subject) ? serverSet(subject) : []),
    create: changeServerSet,
  },
  {
    id: 'LC-16',
    breaks: 'an action answers success and changes nothing',
    injection: 'memory',
    caughtBy: ['L.action'],
    needs: ['state'],
    places: ({ operation }) => (Object.keys(operation.behaviours.resource?.set ?? {}).length > 0 ? [{}] : []),
    create: undoAction,
  },
];

/** Shows another value of what the server has set, in the answer to a change and, but for ids, in later reads. */
function changeServerSet(setup: FaultSetup): Inject {
  const name = lastName(setup.place.pointer ?? '');
  const read = name === 'id' ? undefined : setup.map.readOfItem(setup.operation);
  const shown = new Map<string, Members>();
  return async (call) => {
    const answer = await call.forward();
    const { pathname } = new URL(call.request.url);
    const isUpdate = call.operation === setup.operation;
    const old = membersOf(jsonOf(answer)?.value);
    if (isUpdate && isSuccess(answer) && Object.hasOwn(old, name)) {
      const before = shown.get(pathname)?.[name] ?? old[name];
      const other = otherValue(setup.world.bench, true, before, setup.seed);
      if (other) shown.set(pathname, { [name]: other.value });
    }
    const members = isUpdate || (read && call.operation === read) ? shown.get(pathname) : undefined;
    const changed = members && isSuccess(answer) ? withMembers(answer, members) : undefined;
    return changed ? because(changed, `\`${name}\` changed with an update`) : { answer };
  };
}

/** Shows what the action sets as it was before, in its own answer and in those of later reads. */
function undoAction(setup: FaultSetup): Inject {
  const names = Object.keys(setup.operation.behaviours.resource?.set ?? {}).map((pointer) =>
    lastName(pointer),
  );
  const old = new Map<string, Members>();
  const collection = setup.map.idsOf(setup.operation).at(-1)?.collection ?? '';
  const read = setup.map.readOf(collection);
  return async (call) => {
    const key = [...call.route.values.values()].join('/');
    const isAction = call.operation === setup.operation;
    const item = isAction && read ? await readItem(setup, call, read) : undefined;
    const members = membersOf(item && jsonOf(item)?.value);
    const answer = await call.forward();
    if (isAction && item && isSuccess(answer)) {
      old.set(
        key,
        Object.fromEntries(names.filter((name) => name in members).map((name) => [name, members[name]])),
      );
    }
    const shown = isAction || call.operation === read ? old.get(key) : undefined;
    const changed = shown && isSuccess(answer) ? withMembers(answer, shown) : undefined;
    return changed ? because(changed, 'an action changed nothing') : { answer };
  };
}
