/**
 * The floor for what the API answers from PostgreSQL: `node:http` and the queries themselves through the
 * driver. Nobody is authenticated, counted or kept to an organization, and nothing is checked. Asked under
 * `/guarded` it sends, one after the other, the statements that do all this; under `/driver` it runs the
 * bare queries many times without HTTP.
 */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import pg from 'pg';
import { listenAndTell } from './listening.ts';

const [url = '', organizationId = '', userId = ''] = process.argv.slice(2);
const pool = new pg.Pool({ connectionString: url, max: 10 });

type Queries = Pick<pg.ClientBase, 'query'>;
type Work = (db: Queries) => Promise<unknown>;

const columns = `id, name, scopes, preview as "tokenPreview", expires_at as "expiresAt",
  last_used_at as "lastUsedAt", created_via as "createdVia", created_at as "createdAt"`;
const active = `organization_id = $1 and user_id = $2 and revoked_at is null
  and (expires_at is null or expires_at > now())`;

async function getToken(db: Queries, id: string): Promise<unknown> {
  const query = `select ${columns} from tokens where ${active} and id = $3`;
  const { rows } = await db.query(query, [organizationId, userId, id]);
  return rows[0];
}

async function listTokens(db: Queries, limit: number): Promise<readonly unknown[]> {
  const query = `select ${columns} from tokens where ${active} order by created_at desc, id desc limit $3`;
  const { rows } = await db.query(query, [organizationId, userId, limit]);
  await db.query(`select count(*)::int as total from tokens where ${active}`, [organizationId, userId]);
  return rows;
}

async function createToken(
  db: Queries,
  body: { readonly name: string; readonly scopes: readonly string[] },
): Promise<unknown> {
  const query = `insert into tokens (organization_id, user_id, name, scopes, secret_hash, preview, created_via)
    values ($1, $2, $3, $4, uuid_send(gen_random_uuid()), 'cvpat_...bare', 'api') returning ${columns}`;
  const { rows } = await db.query(query, [organizationId, userId, body.name, body.scopes]);
  return rows[0];
}

const limit = 25;

/** What one request asks for. */
function findWork(method: string, path: string, body: string): Work | undefined {
  const [, id] = /^\/api\/v1\/tokens\/([^/?]+)$/.exec(path) ?? [];
  if (method === 'POST') return (db) => createToken(db, JSON.parse(body));
  if (id !== undefined) return (db) => getToken(db, id);
  if (path === `/api/v1/tokens?limit=${limit}`) return (db) => listTokens(db, limit);
  const [, times, inner = ''] = /^\/driver\/(\d+)(\/.*)$/.exec(path) ?? [];
  const work = times === undefined ? undefined : findWork(method, inner, body);
  return work && (() => repeat(work, Number(times)));
}

/** As many at once as whoever asks over HTTP has connections. */
async function repeat(work: Work, times: number): Promise<null> {
  let left = times;
  const worker = async (): Promise<void> => {
    while (left-- > 0) await work(pool);
  };
  await Promise.all(Array.from({ length: 10 }, worker));
  return null;
}

const prefix = '/guarded';

const authenticate = `select tokens.id, scopes, role, all_websites, plan from tokens
  join members using (organization_id, user_id) join organizations on organizations.id = organization_id
  where secret_hash = $1 and revoked_at is null and (expires_at is null or expires_at > now())`;
const count = `insert into rate_limit_windows as counted (partition, window_start, used)
  values ($1, date_trunc('minute', now()), 1)
  on conflict (partition) do update set used = counted.used + 1 returning used`;
const enter = `select set_config('role', 'checkview_app', true),
  set_config('checkview.organization_id', $1, true), set_config('checkview.user_id', $2, true)`;

/** What the API cannot do without, written by hand. */
async function guarded(authorization: string, work: Work): Promise<unknown> {
  const hash = createHash('sha256').update(authorization.slice('Bearer '.length)).digest();
  const { rows } = await pool.query(authenticate, [hash]);
  if (rows.length === 0) throw new TypeError('Nobody has this token.');
  await pool.query(count, [`by hand:${organizationId}`]);
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query(enter, [organizationId, userId]);
    const answer = await work(client);
    await client.query('commit');
    return answer;
  } finally {
    client.release();
  }
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = '', url: path = '', headers } = request;
  const isGuarded = path.startsWith(prefix);
  const text = method === 'POST' ? await readText(request) : '';
  const work = findWork(method, isGuarded ? path.slice(prefix.length) : path, text);
  if (work === undefined) throw new TypeError(`Nothing is at ${path}.`);
  const body = JSON.stringify(await (isGuarded ? guarded(headers.authorization ?? '', work) : work(pool)));
  response.writeHead(method === 'POST' ? 201 : 200, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

listenAndTell(
  createServer((request, response) => {
    // An answer that does not come ends the measurement.
    answer(request, response).catch(() => response.destroy());
  }),
);
