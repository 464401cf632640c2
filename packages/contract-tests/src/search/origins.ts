import { createdId } from '../resources/item-id.ts';
import { type Exchange, isAccepted } from '../run/exchange-record.ts';
import type { Run } from '../run/run.ts';

/** More are not remembered: their failures are told without what made them. */
const mostOrigins = 2_000;

/** Remembers what made a thing, so that a failure on it can be seen again elsewhere. */
export function rememberOrigin({ map, origins }: Run, exchange: Exchange): void {
  const { operation } = exchange.draft;
  const parameter = map.isCreate(operation) ? map.parameterOf(map.collectionOf(operation)) : undefined;
  // What a faulty server made of an illegal request, a right one would not make.
  if (parameter === undefined || !exchange.answer || !isAccepted(exchange) || exchange.draft.flaw) return;
  const id = createdId(operation, exchange.answer, parameter);
  if (id !== undefined && origins.size < mostOrigins) origins.set(id, exchange);
}
