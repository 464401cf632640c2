import type { Operation } from '@plumbline/openapi';
import { classOf, type ObligationClass, obligationClasses } from '../../coverage/obligation-class.ts';
import type { ObligationResult } from '../../obligation-result.ts';
import type { Report } from '../report.ts';
import type { ReportOptions } from '../report-options.ts';

/** The contract as a table: operations by classes of obligations. */
export interface ContractMap {
  /** Only those that occur. */
  readonly columns: readonly ObligationClass[];
  readonly groups: readonly MapGroup[];
}

export interface MapGroup {
  /** A tag; empty for operations without one. */
  readonly name: string;
  readonly rows: readonly MapRow[];
}

export interface MapRow {
  readonly operation: string;
  /** `GET`, and the path; absent where the model was not given. */
  readonly request?: Pick<Operation, 'method' | 'path'>;
  readonly cells: ReadonlyMap<ObligationClass, readonly ObligationResult[]>;
}

export function toContractMap({ results }: Report, { model }: ReportOptions): ContractMap {
  const byClass = Map.groupBy(results, classOf);
  const known = new Map(model?.operations.map((operation) => [operation.id, operation]));
  const rows = [...Map.groupBy(results, ({ operation }) => operation)].map(([operation, own]) => {
    const found = known.get(operation);
    return {
      tag: found?.tags[0] ?? '',
      row: {
        operation,
        ...(found ? { request: { method: found.method, path: found.path } } : {}),
        cells: Map.groupBy(own, classOf),
      },
    };
  });
  return {
    columns: obligationClasses.filter((name) => byClass.has(name)),
    groups: [...Map.groupBy(rows, ({ tag }) => tag)].map(([name, members]) => ({
      name,
      rows: members.map(({ row }) => row),
    })),
  };
}
