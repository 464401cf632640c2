/** What the kiln does wrong on purpose: each breaks `fixtures/kiln/openapi.yaml` in one bound. */
export const kilnFaults = {
  'name-39': 'refuses a name of 40 characters',
  'name-41': 'takes a name of 41 characters',
  'name-units': 'counts the UTF-16 units of a name',
  'cone-9': 'refuses the largest cone',
  'cone-0': 'takes a cone below the smallest',
  'temperature-0': 'takes the excluded temperature',
  'temperature-any': 'takes any fraction of a degree',
  'no-raku': 'refuses a glaze that is declared',
  'two-glazes': 'refuses the longest list of glazes',
  'no-glaze': 'takes an empty list of glazes',
  'twice-glazed': 'takes a glaze twice',
  'note-not-null': 'refuses null for a note',
  'name-null': 'takes null for a name',
  'no-bottom': 'refuses the second kind of shelf',
  'level-4': 'takes a level above the top',
  'any-row': 'takes a row of any form',
  'no-urgent': 'refuses an optional property',
  'needs-note': 'refuses a body without an optional property',
  'closed-settings': 'refuses unknown settings',
  'open-body': 'takes unknown properties',
  'batch-7': 'refuses a header of the longest form',
  'batch-any': 'takes any header',
  'no-night': 'refuses a cookie that is declared',
  'any-mode': 'takes any cookie',
  'answer-extra': 'answers with an undeclared property when the firing is urgent',
  'fails-on-cone-7': 'fails when the cone is 7 or more and the note is long',
} as const;

export type KilnFault = keyof typeof kilnFaults;

type Members = Readonly<Record<string, unknown>>;
type Has = (fault: KilnFault) => boolean;

/** Why a body is refused; undefined for a good one. */
function complaint(body: unknown, has: Has): string | undefined {
  if (!isObject(body)) return '/';
  const known = ['name', 'cone', 'temperature', 'glazes', 'shelf', 'note', 'urgent', 'settings'];
  const unknown = Object.keys(body).find((name) => !known.includes(name));
  if (unknown !== undefined && !has('open-body')) return `/${unknown}`;
  const missing = known.slice(0, 5).find((name) => !Object.hasOwn(body, name));
  if (missing !== undefined) return `/${missing}`;
  if (has('needs-note') && !Object.hasOwn(body, 'note')) return '/note';
  return Object.entries(rules).find(
    ([name, rule]) => Object.hasOwn(body, name) && !rule(body[name], has),
  )?.[0];
}

const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isWhole = (value: unknown, from: number, to: number): boolean =>
  Number.isInteger(value) && Number(value) >= from && Number(value) <= to;

const rules: Readonly<Record<string, (value: unknown, has: Has) => boolean>> = {
  name(value, has) {
    if (value === null) return has('name-null');
    if (typeof value !== 'string' || value === '') return false;
    const length = has('name-units') ? value.length : [...value].length;
    return length <= (has('name-39') ? 39 : has('name-41') ? 41 : 40);
  },
  cone: (value, has) => isWhole(value, has('cone-0') ? 0 : 1, has('cone-9') ? 9 : 10),
  temperature: (value, has) =>
    typeof value === 'number' &&
    (value > 0 || (value === 0 && has('temperature-0'))) &&
    value <= 1300 &&
    (Number.isInteger(value * 2) || has('temperature-any')),
  glazes(value, has) {
    const allowed = ['celadon', 'tenmoku', 'shino', ...(has('no-raku') ? [] : ['raku'])];
    return (
      Array.isArray(value) &&
      (value.length > 0 || has('no-glaze')) &&
      value.length <= (has('two-glazes') ? 2 : 3) &&
      value.every((glaze) => allowed.includes(String(glaze)) && typeof glaze === 'string') &&
      (new Set(value).size === value.length || has('twice-glazed'))
    );
  },
  shelf(value, has) {
    if (!isObject(value)) return false;
    const names = Object.keys(value).sort().join();
    if (value.kind === 'top')
      return names === 'kind,level' && isWhole(value.level, 1, has('level-4') ? 4 : 3);
    if (value.kind !== 'bottom' || has('no-bottom') || names !== 'kind,rows') return false;
    const { rows } = value;
    return (
      Array.isArray(rows) &&
      rows.length <= 2 &&
      rows.every((row) => typeof row === 'string' && (/^[A-Z]$/.test(row) || has('any-row')))
    );
  },
  note: (value, has) =>
    value === null ? !has('note-not-null') : typeof value === 'string' && [...value].length <= 10,
  urgent: (value, has) => typeof value === 'boolean' && !has('no-urgent'),
  settings: (value, has) =>
    isObject(value) &&
    (!Object.hasOwn(value, 'fan') || typeof value.fan === 'boolean') &&
    !(has('closed-settings') && Object.keys(value).some((name) => name !== 'fan')),
};

/** A pottery's API in plain code, with the bounds of its description written out by hand. */
export class Kiln {
  readonly #faults: ReadonlySet<KilnFault>;
  readonly #firings = new Map<number, Members>();
  #made = 0;
  /** Every request as one line, in order. */
  readonly log: string[] = [];

  /** How many firings there are. */
  get size(): number {
    return this.#firings.size;
  }

  constructor(...faults: readonly KilnFault[]) {
    this.#faults = new Set(faults);
  }

  readonly fetch = async (request: Request): Promise<Response> => {
    const { method } = request;
    const { pathname, search, searchParams } = new URL(request.url);
    const text = await request.text();
    const headers = JSON.stringify([...request.headers].sort());
    this.log.push(`${method} ${pathname}${search} ${headers} ${text}`);
    const id = /^\/firings\/([^/]+)$/.exec(pathname)?.[1];
    if (pathname === '/firings' && method === 'GET') return this.#list(request, searchParams.get('minCone'));
    if (pathname === '/firings' && method === 'POST') return this.#create(request, text);
    const firing = this.#firings.get(Number(id));
    if (id !== undefined && method === 'GET') return firing ? this.#show(firing) : refuse(404);
    if (id !== undefined && method === 'DELETE') {
      return this.#firings.delete(Number(id)) ? new Response(null, { status: 204 }) : refuse(404);
    }
    return refuse(pathname.startsWith('/firings') ? 405 : 404);
  };

  readonly #has: Has = (fault) => this.#faults.has(fault);

  #list({ headers }: Request, minCone: string | null): Response {
    if (minCone !== null && !(/^\d+$/.test(minCone) && isWhole(Number(minCone), 1, 10)))
      return refuse(400, 'minCone');
    const batch = headers.get('x-batch');
    const form = this.#has('batch-7') ? /^[a-z]{2,7}$/ : /^[a-z]{2,8}$/;
    if (batch !== null && !form.test(batch) && !this.#has('batch-any')) return refuse(400, 'X-Batch');
    const mode = /(?:^|; )mode=([^;]*)/.exec(headers.get('cookie') ?? '')?.[1];
    const modes = this.#has('no-night') ? ['day'] : ['day', 'night'];
    if (mode !== undefined && !modes.includes(mode) && !this.#has('any-mode')) return refuse(400, 'mode');
    return Response.json([...this.#firings.values()].filter(({ cone }) => Number(cone) >= Number(minCone)));
  }

  #create({ headers }: Request, text: string): Response {
    if (headers.get('content-type') !== 'application/json') return refuse(text === '' ? 400 : 415);
    const body = parse(text);
    const pointer = complaint(body, this.#has);
    if (pointer !== undefined || !isObject(body)) return refuse(400, pointer);
    const isLong = typeof body.note === 'string' && body.note.length > 3;
    if (this.#has('fails-on-cone-7') && Number(body.cone) >= 7 && isLong) return refuse(500);
    this.#made += 1;
    const firing = { id: this.#made, ...legal(body) };
    this.#firings.set(firing.id, firing);
    return this.#show(firing, 201);
  }

  #show(firing: Members, status = 200): Response {
    const isMarked = this.#has('answer-extra') && firing.urgent === true;
    return Response.json(isMarked ? { ...firing, mark: 1 } : firing, { status });
  }
}

/** Whatever a faulty rule let in, the answer stays valid, so that only the fault itself can be seen. */
function legal(body: Members): Members {
  const good = {
    name: 'Bowls',
    cone: 6,
    temperature: 1000,
    glazes: ['shino'],
    shelf: { kind: 'top', level: 1 },
  };
  const members = Object.entries(body).filter(([name, value]) => rules[name]?.(value, () => false));
  return { ...good, ...Object.fromEntries(members) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function refuse(status: number, pointer?: string): Response {
  const body = { title: 'The request is refused', status, ...(pointer === undefined ? {} : { pointer }) };
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/problem+json', ...(status === 405 ? { allow: 'GET' } : {}) },
  });
}
