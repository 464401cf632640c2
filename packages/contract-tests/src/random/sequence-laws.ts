import type { Operation } from '@plumbline/openapi';
import { matchesStatus } from '../check/status.ts';
import type { Draft } from '../request/draft.ts';
import { type Exchange, isAccepted } from '../run/exchange-record.ts';
import { describeAnswer, type Run } from '../run/run.ts';
import { changedNames } from '../sequence/life-cycle/change.ts';
import {
  judgeImmutable,
  judgeKept,
  judgeReplaced,
  judgeStored,
} from '../sequence/life-cycle/judge-update.ts';
import { type Listing, objectIn, type Sight } from '../sequence/life-cycle/sight.ts';
import type { JsonObject } from '../values/json.ts';
import { violated } from '../verdict.ts';
import { type Breach, breachIn } from './breach.ts';
import { alteredIn } from './breaches-of.ts';
import type { Life } from './life.ts';
import type { SequencePlace } from './sequence-place.ts';
import { tellingNames } from './telling-names.ts';

interface Made {
  readonly id: string;
  readonly created: Exchange;
  /** The things made before, deleted ones with them. */
  readonly others: readonly Life[];
}

/** No id is given twice, also not that of a thing that was deleted. */
export function judgeIds(run: Run, { id, created, others }: Made): readonly Breach[] {
  if (created.answer?.status !== 201 || others.every((other) => other.id !== id)) return [];
  const verdict = violated({
    expected: 'an id of its own for each thing that is made',
    received: `${id} again`,
    exchange: run.record(created),
  });
  return breachIn(run, {
    operation: created.draft.operation.id,
    kind: 'L.unique-id',
    verdict,
    exchange: created,
  });
}

/** What was made is there until it is deleted. */
export function judgeAlive(run: Run, life: Life, exchange: Exchange): readonly Breach[] {
  const { operation } = life.created.draft;
  const isMissing = matchesStatus(exchange.answer?.status ?? 0, ['404', '410']);
  if (!isMissing || life.isActedOn || mayAppearLater(operation)) return [];
  const verdict = violated({
    expected: `what ${operation.id} created to be readable`,
    received: describeAnswer(exchange),
    exchange: run.record(exchange),
  });
  return breachIn(run, { operation: operation.id, kind: 'L.create-get', verdict, exchange });
}

const mayAppearLater = ({ behaviours }: Operation): boolean => (behaviours.resource?.visibleMs ?? 0) > 0;

/** It reads as clients said, whatever was done to others meanwhile. */
export function judgeShown(run: Run, life: Life, exchange: Exchange): readonly Breach[] {
  const value = isAccepted(exchange) ? objectIn(exchange) : undefined;
  if (!value || life.isActedOn) return [];
  const reflection = { sent: life.said, shown: { exchange, value }, isRead: true };
  return alteredIn(run, exchange, { written: life.created, reflections: [reflection] });
}

/** What was deleted is gone for every operation. */
export function judgeDead(run: Run, { remove }: SequencePlace, exchange: Exchange): readonly Breach[] {
  if (!isAccepted(exchange)) return [];
  const verdict = violated({
    expected: `what ${remove.id} deleted to be gone for ${exchange.draft.operation.id}`,
    received: describeAnswer(exchange),
    exchange: run.record(exchange),
  });
  return breachIn(run, { operation: remove.id, kind: 'L.delete-get', verdict, exchange });
}

interface Listed {
  readonly listing: Listing;
  readonly lives: readonly Life[];
}

/** A list holds what was made and nothing that was deleted. */
export function judgeList(
  run: Run,
  { create, remove }: SequencePlace,
  { listing, lives }: Listed,
): readonly Breach[] {
  const { exchange, items, isWhole } = listing;
  const dead = lives.find(({ id, isAlive }) => !isAlive && items.has(id));
  const missing = lives.find(({ id, isAlive, isActedOn }) => isAlive && !isActedOn && !items.has(id));
  const listed =
    dead &&
    violated({
      expected: `${dead.id}, which was deleted, not to be in the list`,
      received: 'it in the list',
      exchange: run.record(exchange),
    });
  const lost =
    missing && isWhole && !mayAppearLater(create)
      ? violated({
          expected: `${missing.id}, which ${create.id} created, to be in the list`,
          received: 'a list without it',
          exchange: run.record(exchange),
        })
      : undefined;
  return [
    ...(listed
      ? breachIn(run, { operation: remove.id, kind: 'L.delete-list', verdict: listed, exchange })
      : []),
    ...(lost ? breachIn(run, { operation: create.id, kind: 'L.create-list', verdict: lost, exchange }) : []),
  ];
}

/** An id that was never issued stays unknown. */
export function judgeUnknown(run: Run, exchange: Exchange): readonly Breach[] {
  const { operation } = exchange.draft;
  const parameter = run.map.idsOf(operation).at(-1)?.parameter;
  if (!isAccepted(exchange) || parameter === undefined) return [];
  const verdict = violated({
    expected: `a ${parameter} that was never issued not to be found`,
    received: describeAnswer(exchange),
    exchange: run.record(exchange),
  });
  return breachIn(run, { operation: operation.id, kind: 'L.unknown', parts: [parameter], verdict, exchange });
}

export interface SequenceChange {
  readonly draft: Draft;
  readonly body: JsonObject;
  readonly answer: Exchange;
  readonly before: Sight;
  readonly after: Sight;
}

/** A change does what it says, and no more. */
export function judgeChange(
  run: Run,
  { draft, body, answer, before, after }: SequenceChange,
): readonly Breach[] {
  const telling = tellingNames(run, draft.operation, body);
  const names = changedNames(run, { draft, body }, before).filter((name) => telling.has(name));
  const updated = { change: { draft, body, names }, answer, before, after };
  const { id: operation, method } = draft.operation;
  const exchange = after.exchange;
  return [
    ...breachIn(run, { operation, kind: 'L.update-get', verdict: judgeStored(run, updated), exchange }),
    ...(method === 'PATCH'
      ? breachIn(run, { operation, kind: 'L.patch-partial', verdict: judgeKept(run, updated), exchange })
      : breachIn(run, { operation, kind: 'L.replace', verdict: judgeReplaced(run, updated), exchange })),
    ...breachIn(run, { operation, kind: 'L.immutable', verdict: judgeImmutable(run, updated), exchange }),
  ];
}
