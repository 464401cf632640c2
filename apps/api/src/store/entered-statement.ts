import pg from 'pg';
import type { Tenant } from './enter-organization.ts';
import { inOnePacket } from './one-packet.ts';
import { type Statement, toQueryConfig } from './statement.ts';
import type { StatementNames } from './statement-names.ts';

/** A pool, and the names of what is often asked on it. */
export interface NamingPool {
  readonly connections: pg.Pool;
  readonly names: StatementNames;
}

/**
 * Runs statements that only read, each in a transaction of its own in the name of an organization: they see no
 * row of another, and what they would write is refused. All go in one packet, each behind what enters the
 * organization. Up to the message that ends both PostgreSQL has them in one transaction, which needs neither
 * `begin` nor `commit` (its documentation: Frontend/Backend Protocol, Extended Query, Pipelining). When the
 * organization cannot be entered, the statement is not begun.
 */
export async function readEntered(
  { connections, names }: NamingPool,
  tenant: Tenant,
  statements: readonly Statement[],
): Promise<readonly pg.QueryResult[]> {
  const client = await connections.connect();
  let isSound = false;
  try {
    const results = await inOnePacket(client, () =>
      Promise.all(
        statements.map((one) =>
          send(client, tenant, { ...toQueryConfig(one, names), queryMode: 'extended' }),
        ),
      ),
    );
    isSound = true;
    return results;
  } finally {
    // Nobody knows whether what failed is prepared by now.
    client.release(!isSound);
  }
}

/** Not yet in the types. Without parameters it would not be the mode that joins what was begun. */
type ExtendedConfig = pg.QueryConfig & { readonly queryMode: 'extended' };

function send(client: pg.PoolClient, tenant: Tenant, config: ExtendedConfig): Promise<pg.QueryResult> {
  return new Promise((resolve, reject) => {
    const query = new pg.Query(config, (error, results) => {
      if (error) reject(error);
      // Safe: of several statements node-postgres gives a list of results, here of entering and of this one.
      else resolve((results as unknown as readonly [unknown, pg.QueryResult])[1]);
    });
    const submit = query.submit.bind(query);
    query.submit = (connection) => {
      enterFirst(connection, tenant);
      return submit(connection);
    };
    client.query(query);
  });
}

/** Gives no row, so that all rows are the statement's own. */
const entering = `select where num_nonnulls(
  set_config('role', 'checkview_app', true),
  set_config('checkview.organization_id', $1, true),
  set_config('checkview.user_id', $2, true),
  set_config('transaction_read_only', 'on', true)) = 0`;

const statement = 'enter_organization';
/** The connections on which it is prepared; one on which that failed is not used again. */
const prepared = new WeakSet<pg.Connection>();

/** Begun and not ended: that is left to the statement that follows. */
function enterFirst(connection: pg.Connection, { organizationId, userId }: Tenant): void {
  if (!prepared.has(connection)) connection.parse({ name: statement, text: entering, types: [] }, true);
  prepared.add(connection);
  connection.bind({ statement, values: [organizationId, userId ?? ''] }, true);
  connection.execute({ portal: '' }, true);
}
