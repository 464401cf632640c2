/** Compiled, not run: integers of 64 bits as bigint, enums open in what is received and closed in what is sent. */
import { createClient } from './generated/ledger/client.ts';
import type { Entry, EntryRequest } from './generated/ledger/schemas.ts';
import type { Handlers } from './generated/ledger/server.ts';
import { createClient as createTextClient } from './generated/ledger-texts/client.ts';
import type { Entry as TextEntry } from './generated/ledger-texts/schemas.ts';

const client = createClient({ baseUrl: 'https://ledger.example' });
const texts = createTextClient({ baseUrl: 'https://ledger.example' });

export async function integers(): Promise<void> {
  const { data } = await client.GET('/entries/{id}', { params: { path: { id: 9_007_199_254_740_993n } } });
  if (!data) return;
  data.id satisfies bigint;
  data.version satisfies bigint | undefined;
  for (const balance of Object.values(data.balances ?? {})) balance satisfies bigint;
  data.reference satisfies bigint | string | null | undefined;
  if (data.pair) data.pair satisfies [number, bigint];
  // Another schema, whose `id` is no integer of 64 bits.
  data.label?.id.toFixed();
  // @ts-expect-error it is a bigint
  data.id satisfies number;
  await client.POST('/entries', { body: { id: 1n, label: { id: 1 } } });
  // @ts-expect-error a number could not be exact
  await client.POST('/entries', { body: { id: 1 } });
  // @ts-expect-error nor in an address
  await client.GET('/entries/{id}', { params: { path: { id: 1 } } });
  for await (const entry of client.paginate('/entries', { params: { query: { account: [1n] } } }))
    entry.id satisfies bigint;
  for await (const entry of client.stream('/feed')) entry.id satisfies bigint;
}

export async function integersAsTexts(): Promise<void> {
  const { data } = await texts.GET('/entries/{id}', { params: { path: { id: '9007199254740993' } } });
  const copy: TextEntry | undefined = data;
  copy?.id.padStart(20);
  copy?.label?.id.toFixed();
  await texts.POST('/entries', { body: { id: '1', label: { id: 1 } } });
  // @ts-expect-error integers of 64 bits are texts
  await texts.POST('/entries', { body: { id: 1 } });
}

/** A server reads JSON, whose integers are numbers, and its checks refuse members that are not declared. */
export const addEntry: Handlers['addEntry'] = ({ body }) => {
  body.id.toFixed();
  // @ts-expect-error the server knows which states there are
  if (body.state === 'lost') return { status: 409, body: {} };
  return { status: 201, body: { id: body.id + 1, state: 'open' } };
};
// @ts-expect-error no server answers a state that it does not declare
export const lostEntry: Handlers['addEntry'] = () => ({ status: 201, body: { id: 1, state: 'lost' } });

export function received(entry: Entry): string {
  switch (entry.state) {
    case 'open':
      return 'open';
    case 'booked':
      return 'booked';
    case undefined:
      return '';
    default:
      // A member that the description does not know yet.
      return entry.state satisfies string;
  }
}

export function everyMemberIsNamed({ state }: TextEntry): string {
  if (state === 'open' || state === 'booked' || state === undefined) return '';
  return state satisfies never; // closed, as without the option
}

export async function sent(entry: Entry): Promise<void> {
  const closed: EntryRequest = { id: 1n, state: 'open' };
  await client.POST('/entries', { body: closed });
  await client.GET('/entries', { params: { query: { state: 'booked' } } });
  // @ts-expect-error no state of the description
  await client.POST('/entries', { body: { id: 1n, state: 'lost' } });
  // @ts-expect-error nor in the query
  await client.GET('/entries', { params: { query: { state: 'lost' } } });
  // @ts-expect-error what was received may be one that the server does not take
  await client.POST('/entries', { body: entry });
}

/** What tells the alternatives of a union apart stays closed, and so goes on to do that. */
export function told({ target, rank }: Entry): unknown {
  rank satisfies number | undefined;
  if (target?.kind === 'person') {
    target.note satisfies string | null | undefined;
    return target.person.toUpperCase();
  }
  return target?.account;
}
