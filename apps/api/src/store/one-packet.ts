import pg from 'pg';

/** Sends all that `ask` asks on a pipelined connection together. The embedded database has no packets. */
export function inOnePacket<Answer>(client: pg.ClientBase, ask: () => Answer): Answer {
  const stream = client instanceof pg.Client ? client.connection.stream : undefined;
  stream?.cork?.();
  try {
    return ask();
  } finally {
    stream?.uncork?.();
  }
}
