import type { Operation } from '@plumbline/openapi';
import { createdId } from '../../resources/item-id.ts';
import type { Exchange } from '../../run/exchange-record.ts';
import type { Run } from '../../run/run.ts';
import { pathIds } from './sight.ts';

/** One thing that a request made, and where it is to be found. */
export interface Made {
  readonly created: Exchange;
  readonly collection: string;
  readonly parents: readonly string[];
  readonly id: string | undefined;
  /** What reads one item of the collection. */
  readonly view: Operation | undefined;
}

export function describeMade(run: Run, created: Exchange): Made {
  const { operation } = created.draft;
  const collection = run.map.collectionOf(operation);
  const parameter = run.map.parameterOf(collection) ?? 'id';
  return {
    created,
    collection,
    parents: pathIds(run, created.draft),
    id: created.answer && createdId(operation, created.answer, parameter),
    view: run.map.readOf(collection),
  };
}
