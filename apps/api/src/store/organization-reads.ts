import { type DatabaseConnection, DummyDriver, PostgresDialect, type QueryResult, Transaction } from 'kysely';
import type { Database } from './database.ts';
import type { Tenant } from './enter-organization.ts';
import type { Statement } from './statement.ts';
import type { Tables } from './tables.ts';

/**
 * What a request that only reads asks of its organization. Each statement has a short transaction of its own,
 * which is all that such requests need: no connection is held between them, and nothing is begun or committed.
 * What is asked at the same time is sent together.
 */
export function readsOf(database: Pick<Database, 'kysely' | 'read'>, tenant: Tenant): Transaction<Tables> {
  const connection = new ReadingConnection((statements) => database.read(tenant, statements));
  const executor = database.kysely.getExecutor().withConnectionProvider({
    provideConnection: (use) => use(connection),
  });
  return new Transaction<Tables>({ config: { dialect }, dialect, driver, executor });
}

/** A transaction of Kysely has these; with an executor of its own it does not use them. */
const dialect = new PostgresDialect({ pool: () => Promise.reject(new TypeError('There is no pool.')) });
const driver = new DummyDriver();

type Read = (statements: readonly Statement[]) => Promise<readonly QueryResult<unknown>[]>;

class ReadingConnection implements DatabaseConnection {
  readonly #read: Read;
  #asked: Statement[] = [];
  #answers: ReturnType<Read> | undefined;

  constructor(read: Read) {
    this.#read = read;
  }

  async executeQuery<Row>({ sql, parameters }: { sql: string; parameters: readonly unknown[] }) {
    const place = this.#asked.push({ text: sql, parameters }) - 1;
    this.#answers ??= this.#atEndOfTurn();
    const answers = await this.#answers;
    return answers[place] as QueryResult<Row>; // safe: it is whoever asked that says what the rows are
  }

  streamQuery(): never {
    throw new TypeError('What is read for a request is not streamed.');
  }

  /** When every promise that is settled has been heard, and so all that can be asked now was asked. */
  async #atEndOfTurn(): ReturnType<Read> {
    await new Promise<void>((resolve) => process.nextTick(resolve));
    const statements = this.#asked;
    this.#asked = [];
    this.#answers = undefined;
    return this.#read(statements);
  }
}
