/**
 * The floor for what the API answers from PostgreSQL: `node:http` and the queries themselves through the
 * driver. Nobody is authenticated, counted or kept to an organization, and nothing is checked. What is asked
 * under `/driver` runs the same queries many times without HTTP.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import pg from 'pg';
import { listenAndTell } from './listening.ts';

const [url = '', organizationId = '', userId = ''] = process.argv.slice(2);
const pool = new pg.Pool({ connectionString: url, max: 10 });

const columns = `id, name, scopes, preview as "tokenPreview", expires_at as "expiresAt",
  last_used_at as "lastUsedAt", created_via as "createdVia", created_at as "createdAt"`;
const active = `organization_id = $1 and user_id = $2 and revoked_at is null
  and (expires_at is null or expires_at > now())`;

async function getToken(id: string): Promise<unknown> {
  const query = `select ${columns} from tokens where ${active} and id = $3`;
  const { rows } = await pool.query(query, [organizationId, userId, id]);
  return rows[0];
}

async function listTokens(limit: number): Promise<readonly unknown[]> {
  const query = `select ${columns} from tokens where ${active} order by created_at desc, id desc limit $3`;
  const { rows } = await pool.query(query, [organizationId, userId, limit]);
  await pool.query(`select count(*)::int as total from tokens where ${active}`, [organizationId, userId]);
  return rows;
}

async function createToken(body: { readonly name: string; readonly scopes: readonly string[] }) {
  const query = `insert into tokens (organization_id, user_id, name, scopes, secret_hash, preview, created_via)
    values ($1, $2, $3, $4, uuid_send(gen_random_uuid()), 'cvpat_...bare', 'api') returning ${columns}`;
  const { rows } = await pool.query(query, [organizationId, userId, body.name, body.scopes]);
  return rows[0];
}

const limit = 25;

/** What one request asks for. */
function findWork(method: string, path: string, body: string): (() => Promise<unknown>) | undefined {
  const [, id] = /^\/api\/v1\/tokens\/([^/?]+)$/.exec(path) ?? [];
  if (method === 'POST') return () => createToken(JSON.parse(body));
  if (id !== undefined) return () => getToken(id);
  if (path === `/api/v1/tokens?limit=${limit}`) return () => listTokens(limit);
  const [, times, inner = ''] = /^\/driver\/(\d+)(\/.*)$/.exec(path) ?? [];
  const work = times === undefined ? undefined : findWork(method, inner, body);
  return work && (() => repeat(work, Number(times)));
}

/** As many at once as whoever asks over HTTP has connections. */
async function repeat(work: () => Promise<unknown>, times: number): Promise<null> {
  let left = times;
  const worker = async (): Promise<void> => {
    while (left-- > 0) await work();
  };
  await Promise.all(Array.from({ length: 10 }, worker));
  return null;
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = '', url: path = '' } = request;
  const work = findWork(method, path, method === 'POST' ? await readText(request) : '');
  const body = JSON.stringify((await work?.()) ?? null);
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
