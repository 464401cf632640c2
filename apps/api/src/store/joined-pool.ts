import type { PostgresCursor, PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import pg from 'pg';
import { inOnePacket } from './one-packet.ts';
import { type Statement, toQueryConfig } from './statement.ts';
import { hasStaleStatement, type StatementNames } from './statement-names.ts';

/**
 * Begins a statement that only prepares for the next one. Nobody reads what it answers, so it need not
 * be waited for.
 */
export const withNext = '/* with next */';

export function createPipelinedPool(config: pg.PoolConfig): pg.Pool {
  // Not yet in the types: a client then sends a statement before the last one was answered.
  const pipelined: pg.PoolConfig & { readonly pipeline: true } = { ...config, pipeline: true };
  const pool = new pg.Pool(pipelined);
  // node-postgres reports a broken connection here, idle or lent, and a query on it fails as well;
  // without a listener it would end the process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/**
 * Gives out clients that send `begin`, and what is marked `withNext`, in one packet with the statement
 * that follows: packets and waiting for answers are most of what a short request costs. The database
 * sees the same statements in the same order. When one fails, all that follow in the transaction fail
 * too, and the error is that of the first. A transaction that asks nothing does not begin.
 */
export class JoinedPool implements PostgresPool {
  readonly #pool: pg.Pool;
  readonly #names: StatementNames;
  readonly #clients = new WeakMap<pg.PoolClient, PostgresPoolClient>();

  constructor(pool: pg.Pool, names: StatementNames) {
    this.#pool = pool;
    this.#names = names;
  }

  get options(): object {
    return this.#pool.options;
  }

  async connect(): Promise<PostgresPoolClient> {
    const client = await this.#pool.connect();
    const known = this.#clients.get(client);
    if (known !== undefined) return known;
    const joined = new JoinedClient(client, this.#names);
    this.#clients.set(client, joined);
    return joined;
  }

  end(): Promise<void> {
    return this.#pool.end();
  }
}

class JoinedClient implements PostgresPoolClient {
  readonly #client: pg.PoolClient;
  readonly #names: StatementNames;
  #waiting: Statement[] = [];
  #isStale = false;

  constructor(client: pg.PoolClient, names: StatementNames) {
    this.#client = client;
    this.#names = names;
  }

  query<Row>(text: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<Row>>;
  query<Row>(cursor: PostgresCursor<Row>): PostgresCursor<Row>;
  query(text: string | PostgresCursor<unknown>, parameters: readonly unknown[] = []): unknown {
    if (typeof text !== 'string') throw new TypeError('Pipelined connections have no cursors.');
    const statement = { text, parameters };
    if (text === 'begin' || text.startsWith(withNext)) {
      this.#waiting.push(statement);
      return answerNothing('SELECT');
    }
    const before = this.#waiting;
    if (before.length === 0) return this.#send(statement);
    this.#waiting = [];
    if (text === 'commit') return answerNothing('COMMIT');
    if (text === 'rollback') return answerNothing('ROLLBACK');
    return this.#sendTogether([...before, statement]);
  }

  release(destroy?: boolean): void {
    this.#waiting = [];
    this.#client.release(destroy === true || this.#isStale);
  }

  async #sendTogether(statements: readonly Statement[]): Promise<unknown> {
    const answers = inOnePacket(this.#client, () => statements.map((statement) => this.#send(statement)));
    return (await Promise.all(answers)).at(-1);
  }

  async #send(statement: Statement): Promise<pg.QueryResult> {
    try {
      return await this.#client.query(toQueryConfig(statement, this.#names));
    } catch (error) {
      this.#isStale ||= hasStaleStatement(error);
      throw error;
    }
  }
}

async function answerNothing(command: PostgresQueryResult<never>['command']) {
  return { command, rowCount: 0, rows: [] };
}
