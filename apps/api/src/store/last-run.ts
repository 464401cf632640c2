import { type RawBuilder, sql } from 'kysely';

export interface LastRunRow {
  readonly testRunId: string;
  readonly status: 'pending' | 'running' | 'passed' | 'failed' | 'canceled';
  /** As it is answered: in UTC with milliseconds. */
  readonly finishedAt: string | null;
}

const references = { websites: 'run.website_id', test_flows: 'run.test_flow_id' };

/** The newest run of a row of one of these tables. */
export function lastRunOf(table: keyof typeof references): RawBuilder<LastRunRow | null> {
  return sql<LastRunRow | null>`(
    select json_build_object(
      'testRunId', run.id,
      'status', run.status,
      'finishedAt', to_char(run.finished_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
    )
    from test_runs as run
    where run.organization_id = ${sql.ref(`${table}.organization_id`)}
      and ${sql.ref(references[table])} = ${sql.ref(`${table}.id`)}
    order by run.queued_at desc, run.id desc
    limit 1
  )`;
}
