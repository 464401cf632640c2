import type { PostgresPool, PostgresPoolClient } from 'kysely';

/** Runs SQL as it is; without parameters it may be several statements. Gives the rows of all of them. */
export type RunStatements = (text: string, values?: readonly unknown[]) => Promise<{ rows: unknown[] }>;

/** Takes a connection of the pool for each call. */
export function statementsOn(pool: PostgresPool): RunStatements {
  return async (text, values) => {
    const client = await pool.connect();
    let isSound = false;
    try {
      const result = await statementsOf(client)(text, values);
      isSound = true;
      return result;
    } catch (error) {
      // Several statements may have begun a transaction, which must not be there for the next user.
      isSound = await client.query('rollback', []).then(
        () => true,
        () => false,
      );
      throw error;
    } finally {
      release(client, isSound);
    }
  };
}

/** Keeps to one connection, for example one that holds a lock. */
export function statementsOf(client: PostgresPoolClient): RunStatements {
  return async (text, values = []) => {
    const answer: unknown = await client.query(text, values);
    return { rows: (Array.isArray(answer) ? answer : [answer]).flatMap(rowsOf) };
  };
}

/** Takes one connection for all that `work` does. */
export async function onOneConnection(
  pool: PostgresPool,
  work: (run: RunStatements) => Promise<void>,
): Promise<void> {
  const client = await pool.connect();
  let isSound = false;
  try {
    await work(statementsOf(client));
    isSound = true;
  } finally {
    // A lock that is still held goes with the connection.
    release(client, isSound);
  }
}

function rowsOf(result: unknown): unknown[] {
  return typeof result === 'object' && result !== null && 'rows' in result && Array.isArray(result.rows)
    ? result.rows
    : [];
}

/** Both pools throw the connection away when they are told so; the types of Kysely do not know of it. */
function release(client: PostgresPoolClient & { release(destroy?: boolean): void }, isSound: boolean): void {
  client.release(!isSound);
}
