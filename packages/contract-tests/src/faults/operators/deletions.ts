import type { Operation } from '@plumbline/openapi';
import type { Call } from '../call.ts';
import type {
  FaultOperator,
  FaultPlace,
  FaultSetup,
  FaultSubject,
  Inject,
  Outcome,
} from '../fault-operator.ts';
import { elsewhere, idInPath, readItem, withItem, withoutItems } from '../item-overlay.ts';
import { type CallAnswer, isSuccess, jsonOf, withHeaders, withText } from '../message.ts';
import { withStatus } from '../refusal.ts';
import { because, onAnswer } from '../rewriting.ts';

const isDelete = ({ operation }: FaultSubject): boolean => operation.method === 'DELETE';

const collectionOf = ({ map, operation }: FaultSubject): string =>
  map.idsOf(operation).at(-1)?.collection ?? '';

/** The item before it is deleted: read aside, else as it was last seen. */
async function itemBefore(setup: FaultSetup, call: Call): Promise<unknown> {
  const read = await readItem(setup, call, setup.map.readOfItem(setup.operation));
  if (read) return jsonOf(read)?.value;
  const path = new URL(call.request.url).pathname;
  return setup.world.memory.itemsAt(path.slice(0, path.lastIndexOf('/'))).find((item) => item.path === path)
    ?.value;
}

/** Runs the deletions of the operation, and keeps what was deleted by its path. */
function keepDeleted(
  setup: FaultSetup,
  show: (call: Call, answer: CallAnswer, kept: ReadonlyMap<string, unknown>) => Outcome,
): Inject {
  const kept = new Map<string, unknown>();
  return async (call) => {
    if (call.operation !== setup.operation) return show(call, await call.forward(), kept);
    const path = new URL(call.request.url).pathname;
    const item = kept.has(path) ? undefined : await itemBefore(setup, call);
    const answer = await call.forward();
    if (item === undefined || !isSuccess(answer)) return { answer };
    kept.set(path, item);
    return because(answer, 'what was deleted is still there');
  };
}

const jsonAnswer = (
  setup: FaultSetup,
  read: Operation | undefined,
  value: unknown,
  like: CallAnswer,
): CallAnswer => {
  const good = read && setup.world.memory.lastGood(read)?.answer;
  const status = good?.status ?? 200;
  const head = { ...(good ?? like), status };
  return withText(withHeaders(head, { 'content-type': 'application/json' }), JSON.stringify(value));
};

/** Things below a path are read as they were last seen, though their parent is gone. */
function keepChildren(setup: FaultSetup): Inject {
  const seen = new Map<string, CallAnswer>();
  const gone = new Set<string>();
  return async (call) => {
    const { pathname } = new URL(call.request.url);
    const answer = await call.forward();
    if (call.operation === setup.operation && isSuccess(answer)) gone.add(`${pathname}/`);
    if (call.operation?.method !== 'GET') return { answer };
    if (isSuccess(answer)) seen.set(pathname, answer);
    const isBelow = [...gone].some((path) => pathname.startsWith(path));
    const old = seen.get(pathname);
    const isShown = isBelow && old !== undefined && answer.status === 404;
    return isShown ? because(old, 'what is below a deleted thing is still there') : { answer };
  };
}

const hasChildren = ({ model, operation }: FaultSubject): readonly FaultPlace[] =>
  model.operations.some(({ method, path }) => method === 'GET' && path.startsWith(`${operation.path}/`))
    ? [{}]
    : [];

/** All other things of the collection are gone with the one that was deleted. */
function deleteAll(setup: FaultSetup): Inject {
  const hidden = new Set<string>();
  const collection = collectionOf(setup);
  const list = setup.map.listOf(collection);
  return async (call) => {
    const id = idInPath(setup, call, collection);
    if (id !== undefined && hidden.has(id)) return hideOne(setup, call, id);
    const neighbours = call.operation === setup.operation ? await neighboursOf(setup, call, list) : [];
    const answer = await call.forward();
    if (call.operation === setup.operation && isSuccess(answer) && neighbours.length > 0) {
      for (const neighbour of neighbours) hidden.add(neighbour);
      return because(answer, 'other things were deleted too');
    }
    const shown =
      list && call.operation === list
        ? withoutItems(setup, list, { answer, isHidden: (item) => hidden.has(item) })
        : undefined;
    return shown ? because(shown, 'other things were deleted too') : { answer };
  };
}

/** A deletion still reaches the server, so that nothing is left behind. */
async function hideOne(setup: FaultSetup, call: Call, id: string): Promise<Outcome> {
  const right = await call.forward();
  if (!isSuccess(right)) return { answer: right };
  return because(await call.aside(elsewhere(setup, call.request, id)), 'another thing was deleted too');
}

async function neighboursOf(
  setup: FaultSetup,
  call: Call,
  list: Operation | undefined,
): Promise<readonly string[]> {
  const own = idInPath(setup, call, collectionOf(setup));
  const path = new URL(call.request.url).pathname;
  const collection = path.slice(0, path.lastIndexOf('/'));
  if (list && setup.world.memory.itemsAt(collection).length < 2) await readItem(setup, call, list);
  return setup.world.memory
    .itemsAt(collection)
    .map(({ id }) => id)
    .filter((id) => id !== own);
}

export const deletionFaults: readonly FaultOperator[] = [
  {
    id: 'LC-07',
    breaks: 'what is deleted can still be read',
    injection: 'memory',
    caughtBy: ['L.delete-get'],
    needs: ['state'],
    places: (subject) => (isDelete(subject) && subject.map.readOfItem(subject.operation) ? [{}] : []),
    create: (setup) => {
      const read = setup.map.readOfItem(setup.operation);
      return keepDeleted(setup, (call, answer, kept) => {
        const item = kept.get(new URL(call.request.url).pathname);
        const isShown = call.operation === read && item !== undefined && answer.status === 404;
        return isShown
          ? because(jsonAnswer(setup, read, item, answer), 'what was deleted can be read')
          : { answer };
      });
    },
  },
  {
    id: 'LC-08',
    breaks: 'what is deleted is still listed',
    injection: 'memory',
    caughtBy: ['L.delete-list'],
    needs: ['state'],
    places: (subject) => (isDelete(subject) && subject.map.listOf(collectionOf(subject)) ? [{}] : []),
    create: (setup) => {
      const list = setup.map.listOf(collectionOf(setup));
      return keepDeleted(setup, (call, answer, kept) => {
        const { pathname } = new URL(call.request.url);
        const [item] = [...kept]
          .filter(([path]) => path.startsWith(`${pathname}/`))
          .map(([, value]) => value);
        const shown =
          list && call.operation === list && item !== undefined ? withItem(list, answer, item) : undefined;
        return shown ? because(shown, 'what was deleted is listed') : { answer };
      });
    },
  },
  {
    id: 'LC-09',
    breaks: 'one deletion takes away everything in the collection',
    injection: 'memory',
    caughtBy: ['L.isolated'],
    needs: ['items'],
    places: (subject) => (isDelete(subject) && subject.map.idsOf(subject.operation).length > 0 ? [{}] : []),
    create: deleteAll,
  },
  {
    id: 'LC-10',
    breaks: 'a second deletion fails',
    injection: 'answer',
    caughtBy: ['L.idem-method', 'R.5xx'],
    needs: ['state'],
    places: (subject) => (isDelete(subject) && subject.operation.path.endsWith('}') ? [{}] : []),
    create: (setup) => {
      const deleted = new Set<string>();
      return onAnswer(setup, ({ call, answer }) => {
        const { pathname } = new URL(call.request.url);
        const isSecond = deleted.has(pathname) && (answer.status === 404 || answer.status === 410);
        if (isSuccess(answer)) deleted.add(pathname);
        return isSecond ? because(withStatus(answer, 500), 'a second deletion failed') : undefined;
      });
    },
  },
  {
    id: 'LC-11',
    breaks: 'an unknown id is answered with an empty object',
    injection: 'answer',
    caughtBy: ['L.unknown', 'R.body', 'L.delete-get'],
    needs: [],
    places: ({ map, operation }) =>
      operation.method === 'GET' && operation.path.endsWith('}') && map.idsOf(operation).length > 0
        ? [{}]
        : [],
    create: (setup) =>
      onAnswer(setup, ({ answer }) =>
        answer.status === 404
          ? because(
              withText(withHeaders({ ...answer, status: 200 }, { 'content-type': 'application/json' }), '{}'),
              'an unknown id was answered with an empty object',
            )
          : undefined,
      ),
  },
  {
    id: 'LC-17',
    breaks: 'what is below a deleted thing can still be read',
    injection: 'memory',
    caughtBy: ['L.parent'],
    needs: ['state'],
    places: (subject) => (isDelete(subject) ? hasChildren(subject) : []),
    create: keepChildren,
  },
];
