import { createdId } from '../../resources/item-id.ts';
import { isJsonObject, sameJson } from '../../values/json.ts';
import type { Call } from '../call.ts';
import type {
  FaultOperator,
  FaultPlace,
  FaultSetup,
  FaultSubject,
  Inject,
  Outcome,
} from '../fault-operator.ts';
import { jsonMedia } from '../good-body.ts';
import { elsewhere, idInPath, withMembers, withoutItems } from '../item-overlay.ts';
import { type CallAnswer, isSuccess, jsonOf, withJson } from '../message.ts';
import { otherValue } from '../other-value.ts';
import { because, onAnswer } from '../rewriting.ts';
import { keywordAt, lastName, schemaAt, schemaPlaces } from '../schema-places.ts';
import { suiteAnswer } from '../suite-answer.ts';
import { responseSchema } from './body-places.ts';

const makesReadable = ({ map, operation }: FaultSubject): readonly FaultPlace[] =>
  map.isCreate(operation) && map.readOf(map.collectionOf(operation)) ? [{}] : [];

const makesListed = ({ map, operation }: FaultSubject): readonly FaultPlace[] =>
  map.isCreate(operation) && map.listOf(map.collectionOf(operation)) ? [{}] : [];

/** The id of what a call has made, when it is a call of the fault's operation. */
export function madeId({ map, operation }: FaultSetup, call: Call, answer: CallAnswer): string | undefined {
  if (call.operation !== operation || !isSuccess(answer)) return undefined;
  const parameter = map.parameterOf(map.collectionOf(operation));
  return parameter === undefined ? undefined : createdId(operation, suiteAnswer(answer), parameter);
}

/** Hides what is made from those who ask for it by its id, while a predicate says so. */
function hideFromReads(setup: FaultSetup, isHidden: (id: string) => boolean, reason: string) {
  const collection = setup.map.collectionOf(setup.operation);
  return async (call: Call): Promise<Outcome | undefined> => {
    const id = idInPath(setup, call, collection);
    if (id === undefined || !isHidden(id)) return undefined;
    const right = await call.forward();
    if (!isSuccess(right)) return { answer: right };
    return because(await call.aside(elsewhere(setup, call.request, id)), reason);
  };
}

function hideFromLists(setup: FaultSetup, isHidden: (id: string) => boolean, reason: string) {
  const list = setup.map.listOf(setup.map.collectionOf(setup.operation));
  return (call: Call, answer: CallAnswer) => {
    if (!list || call.operation !== list) return { answer };
    const changed = withoutItems(setup, list, { answer, isHidden });
    return changed ? because(changed, reason) : { answer };
  };
}

/** What is made is not there: in no read, in no list. */
function forgetMade(setup: FaultSetup): Inject {
  const hidden = new Set<string>();
  const reads = hideFromReads(setup, (id) => hidden.has(id), 'what was made is not there');
  const lists = hideFromLists(setup, (id) => hidden.has(id), 'what was made is not listed');
  return async (call) => {
    const read = call.request.method === 'DELETE' ? undefined : await reads(call);
    if (read) return read;
    const answer = await call.forward();
    const id = madeId(setup, call, answer);
    if (id === undefined) return lists(call, answer);
    hidden.add(id);
    return because(answer, 'what was made is not stored');
  };
}

/** The members that are both sent and answered, and may be chosen freely. */
function echoedPlaces(subject: FaultSubject): readonly FaultPlace[] {
  const { model, operation } = subject;
  const sent = jsonMedia(operation)?.schema;
  const status = operation.responses.find((response) => /^2/.test(response.status))?.status ?? '';
  const answered = responseSchema(operation, status);
  if (sent === undefined || answered === undefined) return [];
  const names = new Set(schemaPlaces(answered, model.schemas).map(({ pointer }) => pointer));
  return schemaPlaces(sent, model.schemas)
    .filter(({ pointer }) => pointer.lastIndexOf('/') === 0 && names.has(pointer))
    .filter((place) => keywordAt(place, 'const') === undefined)
    .map(({ pointer }) => ({ pointer }));
}

/** What is made has another value than was asked for. */
function alterMade(setup: FaultSetup): Inject {
  const name = lastName(setup.place.pointer ?? '');
  const schema = jsonMedia(setup.operation)?.schema ?? true;
  const place = schemaPlaces(schema, setup.model.schemas).find(
    ({ pointer }) => pointer === setup.place.pointer,
  );
  return async (call) => {
    const body = jsonOf(call.request)?.value;
    const isMeant = call.operation === setup.operation && isJsonObject(body) && Object.hasOwn(body, name);
    const other =
      isMeant && place ? otherValue(setup.world.bench, schemaAt(place), body[name], setup.seed) : undefined;
    const isLegal = setup.world.breachesOf(call).length === 0;
    if (!isMeant || !other || !isLegal) return { answer: await call.forward() };
    const answer = await call.forward(withJson(call.request, { ...body, [name]: other.value }));
    const made = jsonOf(answer)?.value;
    const isAltered = isSuccess(answer) && isJsonObject(made) && !sameJson(made[name], body[name]);
    return isAltered ? because(answer, `\`${name}\` is not what was asked for`) : { answer };
  };
}

/** How many reads are too early. */
const lag = 2;

export const creationFaults: readonly FaultOperator[] = [
  {
    id: 'LC-01',
    breaks: 'what is made is answered and not stored',
    injection: 'memory',
    caughtBy: ['L.create-get', 'L.location'],
    needs: ['state'],
    places: makesReadable,
    create: forgetMade,
  },
  {
    id: 'LC-02',
    breaks: 'what is made is not in the list',
    injection: 'memory',
    caughtBy: ['L.create-list'],
    needs: ['state'],
    places: makesListed,
    create: (setup) => {
      const hidden = new Set<string>();
      const lists = hideFromLists(setup, (id) => hidden.has(id), 'what was made is not listed');
      return async (call) => {
        const answer = await call.forward();
        const id = madeId(setup, call, answer);
        if (id === undefined) return lists(call, answer);
        hidden.add(id);
        return because(answer, 'what was made is not listed');
      };
    },
  },
  {
    id: 'LC-03',
    breaks: 'a value is not stored as it was sent',
    injection: 'request',
    caughtBy: ['L.echo'],
    needs: ['state'],
    places: (subject) => (subject.map.isCreate(subject.operation) ? echoedPlaces(subject) : []),
    create: alterMade,
  },
  {
    id: 'LC-13',
    breaks: 'two things get the same id',
    injection: 'memory',
    caughtBy: ['L.unique-id', 'I.distinct'],
    needs: ['state'],
    places: (subject) => (subject.map.isCreate(subject.operation) ? [{}] : []),
    create: (setup) => {
      let first: string | undefined;
      return onAnswer(setup, ({ call, answer }) => {
        const id = madeId(setup, call, answer);
        first ??= id;
        if (id === undefined || first === undefined || id === first) return undefined;
        call.later(async () => {
          await removeMade(setup, call, id);
        });
        const body = JSON.stringify(jsonOf(answer)?.value ?? null).replaceAll(id, first);
        return because(withJson(answer, JSON.parse(body)), 'two things have the same id');
      });
    },
  },
  {
    id: 'LC-14',
    breaks: 'the id of a thing is another one when it is read',
    injection: 'answer',
    caughtBy: ['L.create-get', 'L.echo', 'L.immutable'],
    needs: ['state'],
    places: makesReadable,
    create: (setup) => {
      const read = setup.map.readOf(setup.map.collectionOf(setup.operation));
      return async (call) => {
        const answer = await call.forward();
        const body = jsonOf(answer)?.value;
        if (!read || call.operation !== read || !isSuccess(answer) || !isJsonObject(body)) return { answer };
        const other = otherValue(setup.world.bench, true, body.id, setup.seed);
        const changed = other && 'id' in body ? withMembers(answer, { id: other.value }) : undefined;
        return changed ? because(changed, 'a thing has another id when it is read') : { answer };
      };
    },
  },
  {
    id: 'LC-18',
    breaks: 'what is made can be read only after a while',
    injection: 'memory',
    caughtBy: ['L.create-get', 'L.location'],
    needs: ['state'],
    places: makesReadable,
    create: (setup) => {
      const early = new Map<string, number>();
      const reads = hideFromReads(
        setup,
        (id) => (early.get(id) ?? 0) > 0,
        'what was made cannot be read yet',
      );
      return async (call) => {
        const id = idInPath(setup, call, setup.map.collectionOf(setup.operation));
        const outcome = call.request.method === 'GET' ? await reads(call) : undefined;
        if (id !== undefined && outcome) early.set(id, (early.get(id) ?? 0) - 1);
        if (outcome) return outcome;
        const answer = await call.forward();
        const made = madeId(setup, call, answer);
        if (made !== undefined) early.set(made, lag);
        return { answer };
      };
    },
  },
];

/** Takes away a thing that the caller does not know of. */
async function removeMade(setup: FaultSetup, call: Call, id: string): Promise<void> {
  const remove = setup.map.deleteOf(setup.map.collectionOf(setup.operation));
  if (!remove) return;
  const parameter = setup.map.idsOf(remove).at(-1)?.parameter ?? 'id';
  const url = setup.world.router.urlOf(remove, new Map([...call.route.values, [parameter, id]]));
  await call.aside({
    method: remove.method,
    url,
    headers: credentialHeaders(setup, call),
    body: new Uint8Array(),
  });
}

function credentialHeaders({ world }: FaultSetup, { request }: Call): Headers {
  const bare = { method: 'GET', url: request.url, headers: new Headers(), body: new Uint8Array() };
  return world.reader.write(bare, world.reader.read(request)).headers;
}
