import type { ExchangeRecord } from './exchange-record.ts';

export interface LogOptions {
  /** How many exchanges are kept; the oldest go first. @default 500 */
  readonly entries?: number;
  /** How much is kept of each body, in bytes; 0 keeps none. @default 65_536 */
  readonly bodyBytes?: number;
}

/** The exchanges of a mock, the latest of them. */
export class ExchangeLog {
  readonly bodyBytes: number;
  readonly #most: number;
  readonly #entries: ExchangeRecord[] = [];
  readonly #listeners = new Set<(record: ExchangeRecord) => void>();
  #lastId = 0;

  constructor({ entries = 500, bodyBytes = 65_536 }: LogOptions = {}) {
    this.#most = entries;
    this.bodyBytes = bodyBytes;
  }

  /** The oldest first. */
  get entries(): readonly ExchangeRecord[] {
    return [...this.#entries];
  }

  /** Those that came after the one with this id. */
  after(id: number): readonly ExchangeRecord[] {
    const first = this.#entries.findIndex((entry) => entry.id > id);
    return first === -1 ? [] : this.#entries.slice(first);
  }

  add(record: Omit<ExchangeRecord, 'id'>): void {
    this.#lastId += 1;
    const entry = { id: this.#lastId, ...record };
    this.#entries.push(entry);
    if (this.#entries.length > this.#most) this.#entries.shift();
    for (const listener of this.#listeners) listener(entry);
  }

  /** Ids go on from where they were. */
  clear(): void {
    this.#entries.length = 0;
  }

  /**
   * Tells of each exchange once its answer is there.
   * @returns ends it
   */
  subscribe(listener: (record: ExchangeRecord) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
}
