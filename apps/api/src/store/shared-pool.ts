import type { PostgresCursor, PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import pg from 'pg';
import { type Statement, toQueryConfig } from './statement.ts';
import { hasStaleStatement, type StatementNames } from './statement-names.ts';

/**
 * One connection that everybody uses at the same time: a statement is sent before those ahead of it were
 * answered, and all that is asked in one turn of the event loop goes in one packet. Packets are most of what a
 * short statement costs. Each statement is a transaction of its own, and a slow one holds up those behind it.
 * A connection that broke is replaced by the next question.
 */
export class SharedPool implements PostgresPool {
  readonly #config: pg.ClientConfig & { readonly pipeline: true };
  readonly #names: StatementNames;
  #client: Promise<SharedClient> | undefined;

  constructor(config: pg.ClientConfig, names: StatementNames) {
    this.#names = names;
    // Not yet in the types: see `createPipelinedPool`.
    this.#config = { ...config, pipeline: true };
  }

  get options(): object {
    return this.#config;
  }

  connect(): Promise<PostgresPoolClient> {
    this.#client ??= this.#open();
    return this.#client;
  }

  async end(): Promise<void> {
    const client = await this.#client?.catch(() => undefined);
    await client?.end();
  }

  #open(): Promise<SharedClient> {
    const client = new pg.Client(this.#config);
    const forget = (): void => {
      if (this.#client === opened) this.#client = undefined;
    };
    // A connection that breaks says so here, and what was asked on it fails as well.
    client.once('end', forget);
    client.on('error', forget);
    const opened = client.connect().then(() => new SharedClient(client, this.#names, forget));
    opened.catch(forget);
    return opened;
  }
}

class SharedClient implements PostgresPoolClient {
  readonly #client: pg.Client;
  readonly #names: StatementNames;
  readonly #forget: () => void;
  #isHeld = false;

  constructor(client: pg.Client, names: StatementNames, forget: () => void) {
    this.#client = client;
    this.#names = names;
    this.#forget = forget;
  }

  query<Row>(text: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<Row>>;
  query<Row>(cursor: PostgresCursor<Row>): PostgresCursor<Row>;
  query(text: string | PostgresCursor<unknown>, parameters: readonly unknown[] = []): unknown {
    if (typeof text !== 'string') throw new TypeError('A shared connection has no cursors.');
    if (text === 'begin' || text.startsWith('start transaction')) {
      throw new TypeError('A shared connection has no transactions of several statements.');
    }
    this.#holdBack();
    return this.#ask({ text, parameters });
  }

  async #ask(statement: Statement): Promise<pg.QueryResult> {
    try {
      return await this.#client.query(toQueryConfig(statement, this.#names));
    } catch (error) {
      if (endsConnection(error)) {
        this.#forget();
        this.end().catch(() => undefined); // it is broken already: `error` says how
      }
      throw error;
    }
  }

  /** Until everything that this turn of the event loop brings was asked. */
  #holdBack(): void {
    if (this.#isHeld) return;
    this.#isHeld = true;
    const { stream } = this.#client.connection;
    stream.cork();
    setImmediate(() => {
      this.#isHeld = false;
      stream.uncork();
    });
  }

  release(): void {
    // It stays everybody's.
  }

  end(): Promise<void> {
    return this.#client.end();
  }
}

/** Everything but the plain error of one statement. */
function endsConnection(error: unknown): boolean {
  return !(error instanceof pg.DatabaseError) || error.severity === 'FATAL' || hasStaleStatement(error);
}
