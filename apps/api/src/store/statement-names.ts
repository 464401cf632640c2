/** How often a statement is asked before it is worth to be prepared. */
const worthPreparing = 5;
/** PostgreSQL keeps a prepared statement with its plan on each connection, in some ten kilobytes. */
const maxNames = 200;
/** Of the statements that are counted and have no name yet. */
const maxCounted = 1_000;

/**
 * Names statements that are asked again and again. What has a name is parsed and planned once on each connection,
 * and planning is most of what a short statement costs PostgreSQL.
 */
export class StatementNames {
  readonly #names = new Map<string, string>();
  readonly #asked = new Map<string, number>();

  /** @returns undefined for a statement that is rare, or came when all names were given */
  nameOf(text: string): string | undefined {
    return this.#names.get(text) ?? this.#count(text);
  }

  #count(text: string): string | undefined {
    if (this.#names.size === maxNames) return undefined;
    const asked = (this.#asked.get(text) ?? 0) + 1;
    if (asked >= worthPreparing) return this.#give(text);
    // There is no end of texts, since conditions and lists are written into them.
    if (this.#asked.size === maxCounted) this.#asked.clear();
    this.#asked.set(text, asked);
    return undefined;
  }

  #give(text: string): string {
    const name = `often_asked_${this.#names.size + 1}`;
    this.#names.set(text, name);
    this.#asked.delete(text);
    return name;
  }
}

/**
 * Whether a connection has a statement under a name that is of no more use: its tables were changed, or a
 * proxy gave out another connection under the same name. Such a connection is to be closed.
 */
export function hasStaleStatement(error: unknown): boolean {
  return error instanceof Error && 'code' in error && staleStates.has(String(error.code));
}

/** feature_not_supported, as which a changed result type is reported, and invalid_sql_statement_name. */
const staleStates = new Set(['0A000', '26000']);
