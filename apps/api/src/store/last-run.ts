import { type RawBuilder, sql } from 'kysely';

export interface LastRunRow {
  readonly testRunId: string;
  readonly status: 'pending' | 'running' | 'passed' | 'failed' | 'canceled';
  /** As it is answered: in UTC with milliseconds. */
  readonly finishedAt: string | null;
}

/** The newest run of a website or a test flow, by the column that holds its id. */
export function lastRunOf(
  reference: 'website_id' | 'test_flow_id',
  id: string,
): RawBuilder<LastRunRow | null> {
  return sql<LastRunRow | null>`(
    select json_build_object(
      'testRunId', run.id,
      'status', run.status,
      'finishedAt', to_char(run.finished_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
    )
    from test_runs as run
    where ${sql.ref(`run.${reference}`)} = ${sql.ref(id)}
    order by run.queued_at desc, run.id desc
    limit 1
  )`;
}
