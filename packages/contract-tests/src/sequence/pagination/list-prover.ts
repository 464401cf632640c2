import type { ExchangePart, Operation, Pagination, Parameter } from '@plumbline/openapi';
import { type ObligationKind, obligationId } from '../../obligation.ts';
import { dereference } from '../../plan/constraints.ts';
import { type Draft, withValue } from '../../request/draft.ts';
import type { Run } from '../../run/run.ts';
import type { Verdict } from '../../verdict.ts';

/** What the promises of one list are proved with. */
export interface ListProver {
  readonly run: Run;
  /** The request that was accepted. */
  readonly draft: Draft;
  readonly pagination: Pagination;
}

const idFor = ({ draft }: ListProver, kind: ObligationKind): string => obligationId(draft.operation.id, kind);

export const isWanted = (prover: ListProver, kind: ObligationKind): boolean =>
  prover.run.ledger.has(idFor(prover, kind));

export function rule(prover: ListProver, kind: ObligationKind, verdict: Verdict): void {
  prover.run.ledger.rule(idFor(prover, kind), verdict);
}

/** The query parameter that a part of a request names. */
export function queryParameter(operation: Operation, part: ExchangePart | undefined): Parameter | undefined {
  if (part?.in !== 'query') return undefined;
  return operation.parameters.find(({ in: location, name }) => location === 'query' && name === part.name);
}

/** The request with a value for a part of it; undefined where that part is no query parameter. */
export function withPart(draft: Draft, part: ExchangePart | undefined, value: unknown): Draft | undefined {
  const parameter = queryParameter(draft.operation, part);
  return parameter && withValue(draft, parameter, value);
}

/** No list is asked for more at once, whatever it allows. */
const largestAsked = 100;

/** Undefined where the size of a page cannot be chosen. */
export function largestLimit({ run, draft, pagination }: ListProver): number | undefined {
  const parameter = queryParameter(draft.operation, pagination.limit);
  const schema = parameter && dereference(parameter.schema, run.bench.definitions);
  if (typeof schema !== 'object') return undefined;
  return typeof schema.maximum === 'number' ? Math.min(schema.maximum, largestAsked) : largestAsked;
}
