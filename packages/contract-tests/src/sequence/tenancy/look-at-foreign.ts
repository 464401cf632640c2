import type { Operation } from '@plumbline/openapi';
import type { ForeignId } from '../../plan/tenancy.ts';
import { idOf, itemsOf } from '../../resources/item-id.ts';
import { draftFor } from '../../run/draft-for.ts';
import { type Exchange, isAccepted } from '../../run/exchange-record.ts';
import type { Run } from '../../run/run.ts';
import { parseJson } from '../../values/json.ts';

/** What its owner sees of a thing: undefined where it is not there. */
export interface OwnersSight {
  readonly exchange: Exchange;
  readonly item: unknown;
}

interface ForeignThing {
  readonly operation: Operation;
  readonly foreign: ForeignId;
  /** Its owner's ids for the path of the operation. */
  readonly theirs: ReadonlyMap<string, unknown>;
}

/** Reads it as its owner: as the operation itself shows it, alone, or in its list. Undefined where nothing shows it. */
export async function lookAtForeign(abroad: Run, thing: ForeignThing): Promise<OwnersSight | undefined> {
  const { operation, foreign, theirs } = thing;
  if (foreign.kind === 'T.read') return readAlone(abroad, operation, [...theirs.values()]);
  const ids = abroad.map.idsOf(operation).map(({ parameter }) => theirs.get(parameter));
  const names = abroad.map.idsOf(operation).map(({ parameter }) => parameter);
  const upTo = ids.slice(0, names.indexOf(foreign.parameter) + 1);
  const read = abroad.map.readOf(foreign.collection);
  if (read) return readAlone(abroad, read, upTo);
  const list = abroad.map.listOf(foreign.collection);
  return list && readInList(abroad, list, { parents: upTo.slice(0, -1), id: String(upTo.at(-1)), foreign });
}

async function readAlone(
  abroad: Run,
  read: Operation,
  ids: readonly unknown[],
): Promise<OwnersSight | undefined> {
  const exchange = await call(abroad, read, ids);
  if (!exchange) return undefined;
  const body = parseJson(exchange.answer?.text ?? '');
  // Its state may not allow to be read so, which only something that is there can have.
  const isThere = isAccepted(exchange) || exchange.answer?.status === 409;
  return { exchange, item: isThere ? (body?.value ?? {}) : undefined };
}

interface Listed {
  readonly parents: readonly unknown[];
  readonly id: string;
  readonly foreign: ForeignId;
}

async function readInList(
  abroad: Run,
  list: Operation,
  { parents, id, foreign }: Listed,
): Promise<OwnersSight | undefined> {
  const exchange = await call(abroad, list, parents);
  const items = exchange?.answer && isAccepted(exchange) ? itemsOf(list, exchange.answer) : undefined;
  if (!exchange || !items) return undefined;
  const { itemKey } = list.behaviours.pagination ?? {};
  return { exchange, item: items.find((item) => idOf(item, foreign.parameter, itemKey) === id) };
}

async function call(
  abroad: Run,
  operation: Operation,
  ids: readonly unknown[],
): Promise<Exchange | undefined> {
  const identity = await abroad.callers.sufficient(operation);
  if (!identity) return undefined;
  const path = new Map(abroad.map.idsOf(operation).map(({ parameter }, index) => [parameter, ids[index]]));
  const draft = draftFor(abroad, operation, { identity, path });
  return 'missing' in draft ? undefined : abroad.send(draft);
}
