import type { ApiModel, Operation, Place } from '@plumbline/openapi';
import { type Obligation, type ObligationKind, obligationId } from '../obligation.ts';
import type { Minting } from '../resources/minting.ts';
import type { ResourceMap } from '../resources/resource-map.ts';

/** What the obligations of one operation are planned from. */
export interface PlanOperation {
  readonly model: ApiModel;
  readonly map: ResourceMap;
  /** How the API makes credentials; undefined where it does not. */
  readonly minting?: Minting | undefined;
  readonly operation: Operation;
}

/** An obligation before it has its operation. */
export interface PromiseText {
  readonly kind: ObligationKind;
  readonly parts?: readonly string[];
  readonly claim: string;
  readonly place?: Place;
  readonly level?: Obligation['level'];
  readonly source?: Obligation['source'];
  readonly subject?: Obligation['subject'];
}

export function promise(operation: Operation, text: PromiseText): Obligation {
  return {
    id: obligationId(operation.id, text.kind, ...(text.parts ?? [])),
    kind: text.kind,
    operation: operation.id,
    level: text.level ?? 'must',
    source: text.source ?? 'openapi',
    claim: text.claim,
    place: text.place ?? operation.place,
    ...(text.subject ? { subject: text.subject } : {}),
  };
}
