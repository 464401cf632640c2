import { badge, type DepotCallerName, depotCallers } from './callers.ts';

/** How a request of the tour is sent; what comes is read at once. */
export type Send = (request: Request) => Promise<Response>;

interface Options {
  /** @default 'admin' */
  readonly as?: DepotCallerName | 'nobody';
  readonly key?: string;
  readonly body?: unknown;
  /** Sent as it is. */
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What came, as far as the tour goes on from it. */
export interface Seen {
  readonly status: number;
  readonly id: string;
  readonly secret: string;
  readonly next: string;
}

type Call = (method: string, path: string, options?: Options) => Promise<Seen>;

const baseUrl = 'http://depot.test';

function caller(send: Send): Call {
  return async (method, path, { as = 'admin', key, body, text, headers = {} } = {}) => {
    const content = text ?? (body === undefined ? undefined : JSON.stringify(body));
    const response = await send(
      new Request(baseUrl + path, {
        method,
        headers: {
          ...(as === 'nobody' ? {} : { authorization: `Bearer ${depotCallers[as].secret}` }),
          ...(content === undefined ? {} : { 'content-type': 'application/json' }),
          ...(key === undefined ? {} : { 'idempotency-key': key }),
          ...headers,
        },
        ...(content === undefined ? {} : { body: content }),
      }),
    );
    // Whatever the answer is, a property of it is unknown.
    const json = (await response.json().catch(() => ({}))) as { id?: unknown; secret?: unknown } | null;
    return {
      status: response.status,
      id: String(json?.id ?? ''),
      secret: String(json?.secret ?? ''),
      next: response.headers.get('x-next-cursor') ?? '',
    };
  };
}

const crate = (name: string, more: object = {}) => ({
  name,
  weight: 7,
  colour: 'brown',
  note: 'dry',
  contact: 'a@b.example',
  ...more,
});
const unknown = '00000000-0000-4000-8000-000000000000';

/** Everything that a thorough client may send, in an order that leaves out no case. */
export async function tour(send: Send, advance: (ms: number) => void): Promise<void> {
  const call = caller(send);
  await call('GET', '/health', { as: 'nobody' });
  const ids = await visitCrates(call);
  await visitLists(call);
  await tryFlaws(call, ids);
  await tryAccess(call, ids);
  await repeatKeys(call, ids, advance);
  await visitParts(call, ids);
  await visitKeys(call);
  await deleteCrates(call, ids);
  await exhaust(call, advance);
}

type Ids = readonly [string, string, ...string[]];

async function visitCrates(call: Call): Promise<Ids> {
  const first = await call('POST', '/crates', { body: crate('Oak', { tags: ['a'], code: '1' }) });
  const second = await call('POST', '/crates', { body: crate('Émile', { colour: 'grey', weight: 9 }) });
  const more: string[] = [];
  for (const name of ['Ash', 'Elm', 'Fir', 'Yew', 'Zed']) {
    more.push(
      (
        await call('POST', '/crates', {
          body: crate(name, { colour: name < 'F' ? 'brown' : 'grey', weight: name.charCodeAt(0) - 60 }),
        })
      ).id,
    );
  }
  await call('POST', '/crates', { body: crate('Max', { weight: 100, note: null, ref: 'mine' }) });
  await call('POST', '/crates', { body: { name: 'Oak', weight: 7, colour: 'brown', note: 'dry' } }); // the example
  for (const id of [first.id, second.id, first.id]) await call('GET', `/crates/${id}`);
  await call('PATCH', `/crates/${first.id}`, { body: { name: 'Beech', note: 'wet' } });
  await call('PATCH', `/crates/${first.id}`, { body: { weight: 12, ref: 'mine' } });
  await call('GET', `/crates/${first.id}`);
  await call('POST', `/crates/${first.id}/seal`);
  await call('GET', `/crates/${first.id}`);
  await call('GET', `/crates/${first.id}`, { as: 'nobody', headers: { 'x-badge': badge } });
  return [first.id, second.id, ...more];
}

async function visitLists(call: Call): Promise<void> {
  for (const query of [
    '',
    '?limit=2',
    '?limit=2',
    '?limit=10',
    '?limit=10',
    '?limit=3&colour=grey',
    '?sort=name&limit=10',
    '?sealed=yes',
    '?sealed=no',
  ]) {
    const page = await call('GET', `/crates${query}`);
    const join = query === '' ? '?' : `${query}&`;
    for (let { next } = page, left = 5; next !== '' && left > 0; left -= 1) {
      ({ next } = await call('GET', `/crates${join}cursor=${next}`));
    }
  }
  const { next } = await call('GET', '/crates?limit=2');
  await call('POST', '/crates', { as: 'southern', body: crate('South') });
  await call('GET', '/crates', { as: 'southern' });
  await call('GET', '/crates');
  await call('GET', `/crates?cursor=${next}`, { as: 'southern' });
  for (const query of ['?limit=0', '?limit=11', '?limit=x', '?colour=red', '?cursor=invented'])
    await call('GET', `/crates${query}`);
  await call('GET', '/crates', { headers: { accept: 'application/x-other' } });
}

async function tryFlaws(call: Call, [first]: Ids): Promise<void> {
  const good = crate('Oak');
  const { name: _, ...nameless } = good;
  const flawed: readonly object[] = [
    nameless,
    crate('Oak', { weight: 'heavy' }),
    crate('Oak', { colour: 'red' }),
    crate('x'.repeat(21)),
    crate('O'),
    crate('Oak', { weight: 101 }),
    crate('Oak', { weight: 0 }),
    crate('1ak'),
    crate('Oak', { contact: 'nobody' }),
    crate('Oak', { unknown: 1 }),
    crate('Oak', { contact: null }),
    crate('Oak', { tags: ['a', 'b', 'c', 'd'] }),
    crate('Oak', { tags: ['a', 'a'] }),
  ];
  for (const body of flawed) await call('POST', '/crates', { body });
  await call('PATCH', `/crates/${first}`, { body: { name: 'Later', weight: 0 } });
  for (const path of ['/crates', '/keys', `/crates/${first}/parts`]) {
    await call('POST', path, { text: '{"name":' });
    await call('POST', path, { text: 'name=Oak', headers: { 'content-type': 'text/plain' } });
    await call('POST', path);
  }
  await call('POST', '/crates', { body: good, key: 'k'.repeat(101) });
  await call('PUT', '/crates', { body: good });
  await call('PUT', `/crates/${first}`, { body: good });
  for (const id of [unknown, 'no-id']) {
    for (const method of ['GET', 'DELETE']) await call(method, `/crates/${id}`);
    await call('PATCH', `/crates/${id}`, { body: { weight: 5 } });
    await call('POST', `/crates/${id}/seal`);
  }
}

async function tryAccess(call: Call, [first, second]: Ids): Promise<void> {
  const wrong = (authorization: string): Options => ({ as: 'nobody', headers: { authorization } });
  const callers: readonly Options[] = [
    { as: 'nobody' },
    wrong('Bearer nonsense'),
    wrong('Bearer depot-adman-0000000009'),
    wrong('Basic ZGVwb3Q6ZGVwb3Q='),
    { as: 'reader' },
    { as: 'writer' },
    { as: 'packer' },
    { as: 'southern' },
  ];
  for (const options of callers) {
    for (const path of ['/crates', `/crates/${first}`, '/staff']) await call('GET', path, options);
    await call('POST', '/crates', { ...options, body: crate('Oak') });
    await call('POST', '/keys', { ...options, body: { label: 'mine', scopes: ['crates:read'] } });
    await call('PATCH', `/crates/${first}`, { ...options, body: { weight: 5 } });
  }
  await call('GET', `/crates/${unknown}`, { as: 'southern' });
  await call('DELETE', `/crates/${second}`, { as: 'southern' });
}

async function repeatKeys(call: Call, [first, second]: Ids, advance: (ms: number) => void): Promise<void> {
  const body = crate('Keyed');
  const key = 'key-0001-a';
  for (const sent of [body, body, { ...body, weight: 8 }]) await call('POST', '/crates', { key, body: sent });
  await call('POST', '/crates', { key: 'key-0001-b', body });
  await call('POST', '/crates', { key, body, as: 'southern' });
  await call('POST', '/crates', { key, body, as: 'reader' });
  for (const id of [first, first, second]) await call('PATCH', `/crates/${id}`, { key, body: { weight: 6 } });
  await call('POST', `/crates/${first}/seal`, { key });
  await Promise.all([
    call('POST', '/crates', { key: 'both-1', body }),
    call('POST', '/crates', { key: 'both-1', body }),
  ]);
  await call('POST', '/crates', { key: 'anon-1', body, as: 'nobody' });
  await call('POST', '/crates', { key: 'anon-1', body });
  advance(120_000);
  await call('POST', '/crates', { key, body });
  advance(3_600_000);
  await call('POST', '/crates', { key, body });
  const label = { label: 'keyed', scopes: ['crates:read'] };
  for (const as of ['admin', 'packer'] as const)
    await call('POST', '/keys', { key: 'secret-1', body: label, as });
}

async function visitParts(call: Call, [first, second]: Ids): Promise<void> {
  const part = await call('POST', `/crates/${first}/parts`, { body: { label: 'bolt' } });
  await call('POST', `/crates/${second}/parts`, { body: { label: 'nut', more: true } });
  await call('GET', `/crates/${first}/parts?prefix=b`);
  await call('GET', `/crates/${first}/parts?prefix=n`);
  await call('GET', `/crates/${first}/parts`);
  await call('GET', `/crates/${first}/parts/${part.id}`);
  await call('GET', `/crates/${second}/parts/${part.id}`);
  await call('POST', `/crates/${first}/parts`, { body: { label: 'bolt' }, as: 'southern' });
}

async function visitKeys(call: Call): Promise<void> {
  const made = await call('POST', '/keys', {
    body: { label: 'mine', scopes: ['crates:read', 'keys:manage'] },
  });
  const bearer = { as: 'nobody', headers: { authorization: `Bearer ${made.secret}` } } as const;
  await call('GET', '/crates', bearer);
  await call('POST', '/crates', { ...bearer, body: crate('Oak') });
  await call('POST', '/keys', { ...bearer, body: { label: 'more', scopes: ['crates:write'] } });
  await call('GET', `/keys/${made.id}`);
  await call('PATCH', `/keys/${made.id}`, { body: { label: 'yours' } });
  await call('DELETE', `/keys/${made.id}`);
  await call('GET', '/crates', bearer);
}

async function deleteCrates(call: Call, [first, second]: Ids): Promise<void> {
  const part = await call('POST', `/crates/${second}/parts`, { body: { label: 'rod' } });
  await call('GET', `/crates/${second}/parts/${part.id}`);
  for (const id of [second, second]) await call('DELETE', `/crates/${id}`);
  await call('GET', `/crates/${second}`);
  await call('GET', `/crates/${first}`);
  await call('GET', `/crates/${second}/parts/${part.id}`);
  await call('GET', '/crates?limit=10');
  for (const key of ['gone-1', 'gone-1']) await call('DELETE', `/crates/${first}`, { key });
}

async function exhaust(call: Call, advance: (ms: number) => void): Promise<void> {
  const body = crate('Tiny');
  const made = await call('POST', '/crates', { as: 'tiny', body });
  const each = async (as: DepotCallerName) => {
    await call('GET', `/crates/${made.id}`, { as });
    await call('GET', '/crates', { as });
    await call('POST', '/crates', { as, body, key: `tiny-${as}` });
  };
  for (let round = 0; round < 2; round += 1) {
    await each('tiny');
    await each('tinyToo');
    await each('admin');
  }
  advance(61_000);
  await each('tiny');
}
