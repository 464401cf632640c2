import { createChecks, type Schema } from '@plumbline/json-schema';
import type { ApiModel } from '@plumbline/openapi';
import { uuidFor } from '../../../src/values/seed.ts';
import { badge, type DepotCaller, depotCallers } from './callers.ts';

interface Thing {
  readonly id: string;
  readonly firm: string;
  /** The crate that a part is in. */
  readonly parent?: string;
  value: Readonly<Record<string, unknown>>;
}

interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

interface Asked {
  readonly method: string;
  readonly path: readonly string[];
  readonly query: URLSearchParams;
  readonly headers: Headers;
  readonly text: string;
  readonly caller: DepotCaller;
}

class Refusal extends Error {
  readonly status: number;
  constructor(status: number) {
    super(`status ${status}`);
    this.status = status;
  }
}

const windowMs = 60_000;
const keptMs = 3_600_000;

/** A whole number that JavaScript cannot hold; it stands in the JSON as it is. */
const largeVolume = '9007199254740993';

const known = new WeakMap<ApiModel, Map<string, (value: unknown) => boolean>>();

/** Compiled once for all depots. */
function checkOf(model: ApiModel, name: string): (value: unknown) => boolean {
  const checks = known.get(model) ?? new Map<string, (value: unknown) => boolean>();
  known.set(model, checks);
  const schema: Schema = { $ref: `#/$defs/${name}` };
  const check = checks.get(name) ?? createChecks(model.schemas, { projection: 'request' }).compile(schema);
  checks.set(name, check);
  return check;
}

/** A small API that keeps `openapi.yaml`, in memory; one for each test. */
export class Depot {
  readonly #checks: (name: string) => (value: unknown) => boolean;
  readonly #now: () => number;
  readonly #crates: Thing[] = [];
  readonly #parts: Thing[] = [];
  readonly #keys: Thing[] = [];
  readonly #minted = new Map<string, DepotCaller>();
  readonly #stored = new Map<
    string,
    { readonly body: string; readonly answer: Answer; readonly at: number }
  >();
  readonly #running = new Set<string>();
  readonly #used = new Map<string, number>();
  #made = 0;

  constructor(model: ApiModel, now: () => number) {
    this.#checks = (name) => checkOf(model, name);
    this.#now = now;
  }

  readonly fetch = async (request: Request): Promise<Response> => {
    const url = new URL(request.url);
    const text = await request.text();
    if (url.pathname === '/health') return toResponse({ status: 200, body: { ok: true } }, {});
    const caller = this.#callerOf(request.headers);
    if (!caller) return toResponse(problem(401), {});
    const [limit, count] = this.#count(caller.firm);
    const asked = {
      ...request,
      method: request.method,
      headers: request.headers,
      path: url.pathname.split('/').slice(1),
      query: url.searchParams,
      text,
      caller,
    };
    const answer =
      count > limit ? { ...problem(429), headers: { 'retry-after': '30' } } : await this.#answer(asked);
    return toResponse(answer, this.#limitHeaders(limit, count));
  };

  #callerOf(headers: Headers): DepotCaller | undefined {
    if (headers.get('x-badge') === badge) return depotCallers.reader;
    const secret = /^Bearer (.*)$/.exec(headers.get('authorization') ?? '')?.[1] ?? '';
    return Object.values(depotCallers).find((known) => known.secret === secret) ?? this.#minted.get(secret);
  }

  #count(firm: string): readonly [limit: number, count: number] {
    const key = `${firm} ${Math.floor(this.#now() / windowMs)}`;
    const count = (this.#used.get(key) ?? 0) + 1;
    this.#used.set(key, count);
    return [firm === 'tiny' ? 4 : 1000, count];
  }

  #limitHeaders(limit: number, count: number): Record<string, string> {
    return {
      'x-ratelimit-limit': String(limit),
      'x-ratelimit-remaining': String(Math.max(0, limit - count)),
      'x-ratelimit-reset': String(((Math.floor(this.#now() / windowMs) + 1) * windowMs) / 1000),
    };
  }

  async #answer(asked: Asked): Promise<Answer> {
    try {
      if (!/\*\/\*|json/.test(asked.headers.get('accept') ?? '*/*')) throw new Refusal(406);
      this.#authorize(asked);
      return await this.#once(asked);
    } catch (error) {
      if (error instanceof Refusal) return problem(error.status);
      throw error;
    }
  }

  #authorize({ method, path, caller }: Asked): void {
    const scope = path[0] === 'keys' ? 'keys:manage' : method === 'GET' ? 'crates:read' : 'crates:write';
    if (!caller.scopes.includes(scope)) throw new Refusal(403);
    if (path[0] === 'staff' && caller.role !== 'admin') throw new Refusal(403);
  }

  /** Answers a repeated key from store. */
  async #once(asked: Asked): Promise<Answer> {
    const key = asked.headers.get('idempotency-key');
    if (key === null || asked.method === 'GET') return this.#handle(asked);
    if (key.length > 100) throw new Refusal(400);
    const place = `${asked.caller.secret} ${asked.method} ${asked.path.join('/')} ${key}`;
    const stored = this.#stored.get(place);
    if (stored && this.#now() - stored.at < keptMs) {
      if (stored.body !== asked.text) throw new Refusal(409);
      return { ...stored.answer, headers: { ...stored.answer.headers, 'idempotency-replayed': 'true' } };
    }
    if (this.#running.has(place)) throw new Refusal(409);
    this.#running.add(place);
    try {
      await Promise.resolve(); // Lets a second request with the key come while the first one runs.
      const answer = this.#handle(asked);
      if (answer.status < 300) this.#stored.set(place, { body: asked.text, answer, at: this.#now() });
      return answer;
    } finally {
      this.#running.delete(place);
    }
  }

  #handle(asked: Asked): Answer {
    const [root = '', id, child, childId] = asked.path;
    if (root === 'staff') return { status: 200, body: ['Ada', 'Ben'] };
    if (root === 'keys') return id === undefined ? this.#createKey(asked) : this.#onKey(asked, id);
    if (root !== 'crates') throw new Refusal(404);
    if (id === undefined) return this.#onCrates(asked);
    if (child === 'seal') return this.#change(this.#find(this.#crates, asked, id), { sealed: true });
    if (child === 'parts') return this.#onParts(asked, this.#find(this.#crates, asked, id), childId);
    return this.#onCrate(asked, id);
  }

  #find(things: readonly Thing[], { caller }: Asked, id: string): Thing {
    if (!/^[0-9a-f-]{36}$/.test(id)) throw new Refusal(400);
    const found = things.find((thing) => thing.id === id && thing.firm === caller.firm);
    if (!found) throw new Refusal(404);
    return found;
  }

  #bodyOf({ headers, text }: Asked, schema: string): Readonly<Record<string, unknown>> {
    if (text === '') throw new Refusal(400);
    if (!headers.get('content-type')?.startsWith('application/json')) throw new Refusal(415);
    const value = parse(text);
    if (!this.#checks(schema)(value)) throw new Refusal(400);
    // The schema has found it to be an object.
    return value as Readonly<Record<string, unknown>>;
  }

  #onCrates(asked: Asked): Answer {
    if (asked.method === 'GET') return this.#listCrates(asked);
    if (asked.method === 'POST') return this.#createCrate(asked);
    throw new Refusal(405);
  }

  #listCrates({ query, caller }: Asked): Answer {
    const limit = wholeNumber(query.get('limit'), 4);
    const [colour, sealed, sort] = ['colour', 'sealed', 'sort'].map((name) => query.get(name));
    if (colour !== null && colour !== 'brown' && colour !== 'grey') throw new Refusal(400);
    if (limit < 1 || limit > 10) throw new Refusal(400);
    const start = cursorStart(query.get('cursor'), caller.firm);
    const found = this.#crates
      .filter(({ firm }) => firm === caller.firm)
      .map(({ value }) => value)
      .filter((crate) => colour === null || crate.colour === colour)
      .filter((crate) => sealed === null || sealed === 'any' || crate.sealed === (sealed === 'yes'));
    const ordered = sort
      ? found.toSorted((one, other) => (String(one[sort]) < String(other[sort]) ? -1 : 1))
      : found;
    const end = start + limit;
    const next = end < ordered.length ? { 'x-next-cursor': `${caller.firm}-${end}` } : {};
    return {
      status: 200,
      body: ordered.slice(start, end),
      headers: {
        'x-has-more': String(end < ordered.length),
        'x-total-count': String(ordered.length),
        ...next,
      },
    };
  }

  #nextId(): string {
    this.#made += 1;
    return uuidFor(1, `depot ${this.#made}`);
  }

  #createCrate(asked: Asked): Answer {
    const { code: _, ref: __, ...body } = this.#bodyOf(asked, 'CrateCreate');
    const id = this.#nextId();
    const set = {
      id,
      ref: `R-${this.#made}`,
      sealed: false,
      volume: largeVolume,
      shape: { kind: 'box', edge: 4 },
    };
    const value = { note: null, ...body, ...set, createdAt: new Date(this.#now()).toISOString() };
    this.#crates.push({ id, firm: asked.caller.firm, value });
    return { status: 201, body: value, headers: { location: `/crates/${id}` } };
  }

  #onCrate(asked: Asked, id: string): Answer {
    const crate = this.#find(this.#crates, asked, id);
    if (asked.method === 'GET') return { status: 200, body: crate.value };
    if (asked.method === 'PATCH') {
      const { code: _, ref: __, ...changes } = this.#bodyOf(asked, 'CrateUpdate');
      return this.#change(crate, changes);
    }
    if (asked.method !== 'DELETE') throw new Refusal(405);
    this.#crates.splice(this.#crates.indexOf(crate), 1);
    return { status: 204 };
  }

  #change(thing: Thing, changes: Readonly<Record<string, unknown>>): Answer {
    thing.value = { ...thing.value, ...changes };
    return { status: 200, body: thing.value };
  }

  #onParts(asked: Asked, crate: Thing, id: string | undefined): Answer {
    const own = this.#parts.filter(({ parent }) => parent === crate.id);
    if (id !== undefined) return { status: 200, body: this.#find(own, asked, id).value };
    if (asked.method === 'GET') {
      const prefix = asked.query.get('prefix');
      if (prefix === null || prefix === '') throw new Refusal(400);
      return {
        status: 200,
        body: own.map(({ value }) => value).filter(({ label }) => String(label).startsWith(prefix)),
      };
    }
    const body = this.#bodyOf(asked, 'PartCreate');
    const part = { id: this.#nextId(), label: body.label };
    this.#parts.push({ id: part.id, firm: asked.caller.firm, parent: crate.id, value: part });
    return { status: 201, body: part, headers: { location: `/crates/${crate.id}/parts/${part.id}` } };
  }

  #createKey(asked: Asked): Answer {
    const { label, scopes } = this.#bodyOf(asked, 'KeyCreate');
    const wanted = Array.isArray(scopes) ? scopes : [];
    if (wanted.some((scope) => !asked.caller.scopes.includes(scope))) throw new Refusal(403);
    const id = this.#nextId();
    const secret = `depot-made-${String(this.#made).padStart(10, '0')}`;
    this.#minted.set(secret, { ...asked.caller, secret, scopes: wanted });
    this.#keys.push({ id, firm: asked.caller.firm, value: { id, label } });
    return { status: 201, body: { id, label, secret }, headers: { location: `/keys/${id}` } };
  }

  #onKey(asked: Asked, id: string): Answer {
    const key = this.#find(this.#keys, asked, id);
    if (asked.method === 'GET') return { status: 200, body: key.value };
    if (asked.method === 'PATCH') return this.#change(key, { label: this.#bodyOf(asked, 'KeyUpdate').label });
    this.#keys.splice(this.#keys.indexOf(key), 1);
    for (const secret of [...this.#minted.keys()])
      if (secret.endsWith(madeNumber(id, this.#made))) this.#minted.delete(secret);
    return { status: 204 };
  }
}

/** The number under which an id was made, as it stands at the end of the secret. */
function madeNumber(id: string, made: number): string {
  const numbers = Array.from({ length: made }, (_, index) => index + 1);
  const found = numbers.find((number) => uuidFor(1, `depot ${number}`) === id);
  return String(found ?? 0).padStart(10, '0');
}

function cursorStart(cursor: string | null, firm: string): number {
  if (cursor === null) return 0;
  const start = new RegExp(`^${firm}-(\\d+)$`).exec(cursor)?.[1];
  if (start === undefined) throw new Refusal(400);
  return Number(start);
}

function wholeNumber(text: string | null, usual: number): number {
  if (text === null) return usual;
  if (!/^-?\d+$/.test(text)) throw new Refusal(400);
  return Number(text);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal(400);
  }
}

const problem = (status: number): Answer => ({
  status,
  body: { type: `urn:depot:${status}`, title: 'Refused', status },
});

function toResponse(
  { status, body, headers = {} }: Answer,
  limits: Readonly<Record<string, string>>,
): Response {
  const mediaType = status >= 400 ? 'application/problem+json' : 'application/json';
  const text = JSON.stringify(body)?.replaceAll(`"${largeVolume}"`, largeVolume);
  const limited = status === 401 ? {} : limits;
  return new Response(text ?? null, {
    status,
    headers: { ...limited, ...headers, ...(text === undefined ? {} : { 'content-type': mediaType }) },
  });
}
