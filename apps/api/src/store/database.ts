import { Kysely, PostgresDialect, type PostgresPool, type QueryResult } from 'kysely';
import pg from 'pg';
import { queues } from '../jobs/queues.ts';
import type { Tenant } from './enter-organization.ts';
import { readEntered } from './entered-statement.ts';
import { lockFolder } from './folder-lock.ts';
import { installQueues } from './install-queues.ts';
import { createPipelinedPool, JoinedPool } from './joined-pool.ts';
import { migrateToLatest } from './migrate.ts';
import { onOneConnection, type RunStatements, statementsOn } from './run-statements.ts';
import { SharedPool } from './shared-pool.ts';
import type { Statement } from './statement.ts';
import { StatementNames } from './statement-names.ts';
import type { Tables } from './tables.ts';

/** Where the data lives: an embedded PGlite folder (or memory), or a PostgreSQL. */
export type DatabaseLocation =
  | { readonly kind: 'embedded'; readonly folder: string }
  | { readonly kind: 'memory' }
  | { readonly kind: 'postgres'; readonly url: string; readonly connections?: number };

/** An open, migrated database. */
export interface Database {
  readonly kind: DatabaseLocation['kind'];
  readonly kysely: Kysely<Tables>;
  /** For short statements, each for itself, on a connection that all requests use at the same time. */
  readonly shared: Kysely<Tables>;
  /** Runs statements that only read, each in a transaction of its own in the name of an organization. */
  read(tenant: Tenant, statements: readonly Statement[]): Promise<readonly QueryResult<unknown>[]>;
  /** For the job queue, which brings its own SQL. */
  readonly run: RunStatements;
  /** Asks whether the database answers, past requests that wait for a connection. Rejects when it does not. */
  ask(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens the database and brings its tables up to date; several servers may do so at once.
 * @throws {FolderInUse} when another process holds the embedded folder.
 */
export async function openDatabase(location: DatabaseLocation): Promise<Database> {
  const names = new StatementNames();
  const { connections, shared, ask, release } = await openPool(location, names);
  const pool = new JoinedPool(connections, names);
  const kysely = createKysely(pool);
  const close = async (): Promise<void> => {
    await kysely.destroy();
    await release();
  };
  try {
    await migrate(location, pool);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    kind: location.kind,
    kysely,
    shared: shared === undefined ? kysely : createKysely(shared),
    read: (tenant, statements) => readEntered({ connections, names }, tenant, statements),
    run: statementsOn(pool),
    ask,
    close,
  };
}

function createKysely(pool: PostgresPool): Kysely<Tables> {
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
}

/** Migrations may take longer than a request, and wait for those of another server. */
async function migrate(location: DatabaseLocation, pool: PostgresPool): Promise<void> {
  if (location.kind !== 'postgres') {
    await bringUpToDate(pool, 'pglite');
    return;
  }
  const patient = new JoinedPool(
    createPipelinedPool({ connectionString: location.url, connectionTimeoutMillis, max: 2 }),
    new StatementNames(),
  );
  try {
    await bringUpToDate(patient, 'postgres');
  } finally {
    await patient.end();
  }
}

async function bringUpToDate(pool: PostgresPool, backend: 'postgres' | 'pglite'): Promise<void> {
  await migrateToLatest(createKysely(pool));
  await onOneConnection(pool, (run) => installQueues({ run, backend, queues }));
}

/** A request waits in vain for one connection or one statement, and is answered within ten seconds. */
const connectionTimeoutMillis = 3_000;

interface OpenPool {
  readonly connections: pg.Pool;
  /** Undefined where there is one connection only. */
  readonly shared?: SharedPool;
  ask(): Promise<void>;
  release(): Promise<void>;
}

async function openPool(location: DatabaseLocation, names: StatementNames): Promise<OpenPool> {
  if (location.kind === 'postgres') return openPostgres(location, names);
  if (location.kind === 'memory') return openEmbedded(undefined, () => undefined);
  const unlock = lockFolder(location.folder);
  try {
    return await openEmbedded(`${location.folder}/pglite`, unlock);
  } catch (error) {
    unlock();
    throw error;
  }
}

function openPostgres(
  location: { readonly url: string; readonly connections?: number },
  names: StatementNames,
): OpenPool {
  const connections = createPipelinedPool({
    connectionString: location.url,
    max: location.connections ?? 10,
    connectionTimeoutMillis,
    statement_timeout: 5_000,
    // For a server that does not even answer that it gave up.
    query_timeout: 6_000,
    idle_in_transaction_session_timeout: 30_000,
  });
  const shared = new SharedPool(
    {
      connectionString: location.url,
      connectionTimeoutMillis,
      // Whatever takes long holds up every other request.
      statement_timeout: 2_000,
      query_timeout: 3_000,
    },
    names,
  );
  // Health has a connection of its own: a pool that is busy is no database that is away.
  const prober = new pg.Pool({
    connectionString: location.url,
    max: 1,
    connectionTimeoutMillis: 2_000,
    query_timeout: 2_000,
  });
  // A connection that breaks while nobody asks is replaced by the next question.
  prober.on('error', () => undefined);
  const release = async (): Promise<void> => {
    await Promise.all([shared.end(), prober.end()]);
  };
  return { connections, shared, ask: () => select(prober), release };
}

/** PGlite has one session: the pool hands out its only connection in turn. */
async function openEmbedded(folder: string | undefined, unlock: () => void): Promise<OpenPool> {
  // Loaded only where it is used: it brings 20 MB of WebAssembly.
  const { PGlite } = await import('@electric-sql/pglite');
  const { createPgConfig } = await import('@electric-sql/pglite/node-postgres');
  const pglite = await PGlite.create(folder ?? 'memory://');
  const release = async (): Promise<void> => {
    await pglite.close();
    unlock();
  };
  const pool = createPipelinedPool({ ...createPgConfig(pglite), max: 1 });
  return { connections: pool, ask: () => select(pool), release };
}

async function select(pool: pg.Pool): Promise<void> {
  await pool.query('select 1');
}
