/** Compiled, not run: the items that the calls of the generated client stream. */
import { createClient } from './generated/streams/client.ts';
import type { components } from './generated/streams/types.ts';

type Row = components['schemas']['Row'];
const client = createClient({ baseUrl: 'https://streams.example' });

export async function items(signal: AbortSignal): Promise<void> {
  for await (const { event, data } of client.stream('/ticks', { signal })) {
    event satisfies 'up' | 'down';
    data.toUpperCase();
  }
  for await (const { data, id } of client.stream('/log')) [data.toUpperCase(), id?.toUpperCase()];
  for await (const row of client.stream('/rows/{table}', { params: { path: { table: 'a' } } })) {
    row satisfies Row;
    row.id.toFixed();
  }
  for await (const row of client.stream('POST', '/search', { body: { id: 1 } })) row.id.toFixed();
  // @ts-expect-error a tick has no such event
  for await (const { event } of client.stream('/ticks')) event satisfies 'up';
  // @ts-expect-error it declares no stream
  client.stream('/count');
  // @ts-expect-error the path parameter is missing
  client.stream('/rows/{table}');
  // @ts-expect-error the body is missing
  client.stream('POST', '/search', {});
}

export async function credentials(): Promise<void> {
  const withKey = createClient({ baseUrl: 'https://streams.example', auth: { key: 'secret' } });
  const withNone = createClient({ baseUrl: 'https://streams.example', auth: {} });
  for await (const row of withKey.stream('/rows/{table}', { params: { path: { table: 'a' } } }))
    row.id.toFixed();
  for await (const row of withKey.stream('POST', '/search', { body: { id: 1 } })) row.id.toFixed();
  for await (const { data } of withNone.stream('/ticks')) data.toUpperCase(); // is public
  // @ts-expect-error the client has no credentials for `key`
  withNone.stream('/rows/{table}', { params: { path: { table: 'a' } } });
  // @ts-expect-error nor for another method
  withNone.stream('POST', '/search', { body: { id: 1 } });
}
