import type { PostgresCursor, PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import pg from 'pg';

/**
 * Begins a statement that only prepares for the next one. Nobody reads what it answers, so it need not
 * be waited for.
 */
export const withNext = '/* with next */';

interface Statement {
  readonly text: string;
  readonly parameters: readonly unknown[];
}

/**
 * Gives out clients that send `begin`, and what is marked `withNext`, in one packet with the statement
 * that follows: packets and waiting for answers are most of what a short request costs. The database
 * sees the same statements in the same order. When one fails, all that follow in the transaction fail
 * too, and the error is that of the first. A transaction that asks nothing does not begin.
 */
export class JoinedPool implements PostgresPool {
  readonly #pool: pg.Pool;
  readonly #clients = new WeakMap<pg.PoolClient, PostgresPoolClient>();

  constructor(config: pg.PoolConfig) {
    // Not yet in the types: a client then sends a statement before the last one was answered.
    const pipelined: pg.PoolConfig & { readonly pipeline: true } = { ...config, pipeline: true };
    this.#pool = new pg.Pool(pipelined);
    // node-postgres reports a broken connection here, idle or lent, and a query on it fails as well;
    // without a listener it would end the process.
    this.#pool.on('error', () => undefined);
    this.#pool.on('connect', (client) => client.on('error', () => undefined));
  }

  get options(): object {
    return this.#pool.options;
  }

  async connect(): Promise<PostgresPoolClient> {
    const client = await this.#pool.connect();
    const known = this.#clients.get(client);
    if (known !== undefined) return known;
    const joined = new JoinedClient(client);
    this.#clients.set(client, joined);
    return joined;
  }

  end(): Promise<void> {
    return this.#pool.end();
  }
}

class JoinedClient implements PostgresPoolClient {
  readonly #client: pg.PoolClient;
  #waiting: Statement[] = [];

  constructor(client: pg.PoolClient) {
    this.#client = client;
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
    this.#client.release(destroy);
  }

  async #sendTogether(statements: readonly Statement[]): Promise<unknown> {
    const stream = this.#client instanceof pg.Client ? this.#client.connection.stream : undefined;
    stream?.cork();
    const answers = statements.map((statement) => this.#send(statement));
    stream?.uncork();
    return (await Promise.all(answers)).at(-1);
  }

  #send({ text, parameters }: Statement): Promise<pg.QueryResult> {
    return this.#client.query(text, [...parameters]);
  }
}

async function answerNothing(command: PostgresQueryResult<never>['command']) {
  return { command, rowCount: 0, rows: [] };
}
