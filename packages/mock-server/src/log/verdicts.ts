import type { ContractViolation } from '../check/contract-violation.ts';
import type { ExchangeRecord } from './exchange-record.ts';

/** What a number of exchanges proved of a contract, for CI to keep and compare. */
export interface Verdicts {
  /** `violated` when a server broke it; what clients broke is told and does not count. */
  readonly verdict: 'kept' | 'violated';
  readonly exchanges: number;
  /** By id, each operation that was asked. */
  readonly operations: Readonly<Record<string, OperationVerdict>>;
  /** Each way in which the contract was broken, once; the most frequent first. */
  readonly violations: readonly CountedViolation[];
}

export interface OperationVerdict {
  readonly exchanges: number;
  /** How often each status was answered. */
  readonly statuses: Readonly<Record<string, number>>;
  readonly requestViolations: number;
  readonly responseViolations: number;
}

export interface CountedViolation extends ContractViolation {
  readonly count: number;
  /** The first exchange in which it happened. */
  readonly first: {
    readonly exchange: number;
    readonly method: string;
    readonly url: string;
    readonly status?: number;
  };
}

/** Different violations beyond this tell nothing new. */
const MAX_KINDS = 1000;

interface Count {
  exchanges: number;
  readonly statuses: Map<string, number>;
  requestViolations: number;
  responseViolations: number;
}

/** Adds up what the exchanges of a mock prove. Memory grows with the operations, not with the exchanges. */
export class VerdictCount {
  #exchanges = 0;
  readonly #operations = new Map<string, Count>();
  readonly #violations = new Map<
    string,
    { violation: ContractViolation; count: number; first: CountedViolation['first'] }
  >();

  add(record: ExchangeRecord): void {
    this.#exchanges += 1;
    if (record.operation !== undefined) this.#countOperation(record.operation, record);
    for (const violation of record.violations) this.#countViolation(violation, record);
  }

  /** Whether a server broke the contract. */
  get isViolated(): boolean {
    return this.#violations.values().some(({ violation }) => violation.direction === 'response');
  }

  get verdicts(): Verdicts {
    return {
      verdict: this.isViolated ? 'violated' : 'kept',
      exchanges: this.#exchanges,
      operations: Object.fromEntries(
        [...this.#operations].map(([id, { statuses, ...count }]) => [
          id,
          { ...count, statuses: Object.fromEntries(statuses) },
        ]),
      ),
      violations: [...this.#violations.values()]
        .map(({ violation, count, first }) => ({ ...violation, count, first }))
        .sort((one, other) => other.count - one.count),
    };
  }

  #countOperation(id: string, { response, violations }: ExchangeRecord): void {
    const count = this.#operations.get(id) ?? newCount();
    this.#operations.set(id, count);
    count.exchanges += 1;
    const status = response === undefined ? 'lost' : String(response.status);
    count.statuses.set(status, (count.statuses.get(status) ?? 0) + 1);
    const ofRequest = violations.filter(({ direction }) => direction === 'request').length;
    count.requestViolations += ofRequest;
    count.responseViolations += violations.length - ofRequest;
  }

  #countViolation(violation: ContractViolation, { id, method, url, response }: ExchangeRecord): void {
    const { obligation, operation, code, place, direction } = violation;
    // Items of one list break one promise, so their indexes are not told apart.
    const pointer = violation.pointer.replace(/\/\d+/g, '/*');
    const key = JSON.stringify([
      direction,
      obligation,
      operation,
      pointer,
      code,
      place?.file,
      place?.pointer,
    ]);
    const known = this.#violations.get(key);
    if (known) known.count += 1;
    else if (this.#violations.size < MAX_KINDS) {
      const first = { exchange: id, method, url, ...(response ? { status: response.status } : {}) };
      this.#violations.set(key, { violation, count: 1, first });
    }
  }
}

const newCount = (): Count => ({
  exchanges: 0,
  statuses: new Map(),
  requestViolations: 0,
  responseViolations: 0,
});
