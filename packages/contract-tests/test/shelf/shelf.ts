import { Afterlife } from './afterlife.ts';
import { type BodyForm, type Book, bookForm, changeForm, clean, genres } from './book.ts';
import { BookPages } from './book-pages.ts';
import { type Caller, createCallers, kioskKey, type Library, profile, tokens } from './callers.ts';
import { type Answer, type Call, type Handler, Refusal, type Route } from './exchange.ts';
import type { Fault } from './faults.ts';
import { KeyStore } from './key-store.ts';
import { Limiter } from './limiter.ts';
import { TokenDesk, tokenForm } from './token-desk.ts';

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;
const dayOne = Date.parse('2026-01-01T00:00:00.000Z');

export interface ShelfOptions {
  readonly faults?: readonly Fault[];
  /** Requests in a window of a minute; the window ends when `now` says so. */
  readonly quota?: number;
  readonly now?: () => number;
}

/**
 * A small library API in plain code: no part of the toolkit, so that the suite is not graded by its own engine.
 * Each fault is a breach of `fixtures/shelf/openapi.yaml`, made on purpose.
 */
export class Shelf {
  readonly #faults: ReadonlySet<Fault>;
  readonly #books: Readonly<Record<Library, Book[]>> = { north: [], south: [] };
  readonly #callers = createCallers();
  readonly #pages = new BookPages((fault) => this.#has(fault));
  readonly #afterlife = new Afterlife((fault) => this.#has(fault));
  readonly #desk = new TokenDesk(this.#callers, (fault) => this.#has(fault));
  readonly #keys: KeyStore;
  readonly #limiter: Limiter;
  #made = 0;
  requests = 0;

  constructor({ faults: switchedOn = [], quota = 100_000, now = Date.now }: ShelfOptions = {}) {
    this.#faults = new Set(switchedOn);
    this.#limiter = new Limiter({
      has: (fault) => this.#has(fault),
      now,
      quota,
      refuse: (status, title) => this.#problem(status, title),
    });
    this.#keys = new KeyStore({
      has: (fault) => this.#has(fault),
      now,
      refuse: (status, title) => this.#problem(status, title),
    });
    for (const title of ['Emma', 'Persuasion'])
      this.#add('north', { title, year: 1815, genre: 'novel', tags: [] });
    this.#add('south', { title: 'Ulysses', year: 1922, genre: 'novel', tags: [] });
  }

  readonly fetch = async (request: Request): Promise<Response> => {
    this.requests += 1;
    const text = await request.text();
    const known = this.#has('both-executed') ? this.#keys.snapshot() : undefined;
    if (known) await new Promise((resolve) => setImmediate(resolve));
    const answer = this.#answer({
      ...(known ? { known } : {}),
      method: request.method,
      url: new URL(request.url),
      headers: request.headers,
      text,
      id: '',
      caller: undefined,
    });
    return new Response(answer.body === '' ? null : answer.body, {
      status: answer.status,
      headers: answer.headers,
    });
  };

  #has(fault: Fault): boolean {
    return this.#faults.has(fault);
  }

  #answer(call: Call): Answer {
    const route = this.#routes.find(({ path }) => path.test(call.url.pathname));
    if (!route) return this.#problem(404, 'not found');
    const entry = Object.hasOwn(route.methods, call.method) ? route.methods[call.method] : undefined;
    if (!entry) return this.#otherMethod(route);
    if (call.headers.get('accept') === 'application/x-plumbline') return this.#problem(406, 'not acceptable');
    const id = decodeURIComponent(route.path.exec(call.url.pathname)?.[1] ?? '');
    if (route.isPublic && this.#has('public-closed') && !call.headers.has('authorization'))
      return this.#unauthorized(call);
    if (route.isPublic) return entry.handler({ ...call, id });
    return this.#told(call, this.#keys.keepRefusal(call, this.#answerCaller({ ...call, id }, entry)));
  }

  #told({ headers }: Call, answer: Answer): Answer {
    if (!this.#has('secret-told') || answer.status < 400) return answer;
    const secret = headers.get('authorization') ?? 'nobody';
    return { ...answer, body: answer.body.replace('the request', `the request of ${secret}`) };
  }

  #otherMethod({ methods }: Route): Answer {
    if (this.#has('no-405')) return this.#json(200, {});
    const answer = this.#problem(405, 'method not allowed');
    const allow = Object.keys(methods).join(', ');
    return this.#has('no-allow') ? answer : { ...answer, headers: { ...answer.headers, allow } };
  }

  #answerCaller(
    call: Call,
    entry: { readonly scope?: string; readonly role?: string; readonly handler: Handler },
  ): Answer {
    const caller = this.#callerOf(call);
    if (!caller) return this.#unauthorized(call);
    const answer = this.#limiter.run(caller, call.method, () => {
      if (entry.scope && !this.#hasScope(caller, entry.scope))
        return this.#keys.storedForOthers({ ...call, caller }) ?? this.#problem(403, 'insufficient scope');
      if (entry.role && caller.role !== entry.role && !this.#has('no-role'))
        return this.#problem(403, 'insufficient role');
      return this.#keys.answer({ ...call, caller }, entry.handler);
    });
    return answer;
  }

  #callerOf(call: Call): Caller | undefined {
    const { headers, url } = call;
    const authorization = headers.get('authorization');
    const fallback = this.#callers.get(tokens.admin);
    if (headers.has('x-library-key') && url.pathname === '/profile') return this.#keyHolder(headers);
    const inQuery = url.searchParams.get('access_token');
    if (inQuery !== null && this.#has('token-in-query')) return this.#callers.get(inQuery);
    const basic = /^Basic (.*)$/.exec(authorization ?? '')?.[1];
    if (basic !== undefined && this.#has('token-by-basic'))
      return this.#callers.get(atob(basic).replace(/:$/, ''));
    if (authorization === 'Bearer ~' && this.#has('garbage-taken')) return fallback;
    if (authorization === null) return this.#has('no-auth') ? fallback : undefined;
    return (
      this.#callers.get(authorization.replace(/^Bearer /, '')) ??
      (this.#has('any-token') ? fallback : undefined)
    );
  }

  #keyHolder(headers: Headers): Caller | undefined {
    if (headers.get('x-library-key') !== kioskKey || this.#has('key-refused')) return undefined;
    return { name: 'kiosk', role: 'reader', scopes: [], library: 'north' };
  }

  #unauthorized({ headers }: Call): Answer {
    if (this.#has('auth-403') && !headers.has('authorization'))
      return this.#limiter.tell(this.#problem(403, 'who are you'));
    const answer = this.#problem(401, 'no valid credentials');
    if (this.#has('no-www-authenticate')) return answer;
    return { ...answer, headers: { ...answer.headers, 'www-authenticate': 'Bearer' } };
  }

  #hasScope({ scopes }: Caller, scope: string): boolean {
    if (this.#has('no-scope')) return true;
    if (this.#has('wrong-scope') && scope === 'books:write') return scopes.includes('books:read');
    return scopes.includes(scope);
  }

  #json(status: number, value: unknown, headers: Record<string, string> = {}): Answer {
    return {
      status,
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(value),
    };
  }

  #problem(status: number, title: string): Answer {
    const detail = this.#has('stack-leak')
      ? `${title}\n    at handle (/srv/shelf/server.js:41:7)`
      : `the request was refused: ${title}`;
    const named = this.#has('problem-status') ? 500 : status;
    const body = { type: `https://shelf.test/problems/${status}`, title, status: named, detail };
    const mediaType = this.#has('media-type') ? 'application/json' : 'application/problem+json';
    return { status, headers: { 'content-type': mediaType }, body: JSON.stringify(body) };
  }

  readonly #routes: readonly Route[] = [
    {
      path: /^\/health$/,
      isPublic: true,
      methods: { GET: { handler: () => this.#json(200, { status: 'ok' }) } },
    },
    { path: /^\/profile$/, methods: { GET: { handler: ({ caller }) => this.#json(200, profile(caller)) } } },
    {
      path: /^\/books$/,
      methods: {
        GET: { scope: 'books:read', handler: (call) => this.#listBooks(call) },
        POST: { scope: 'books:write', handler: (call) => this.#createBook(call) },
      },
    },
    {
      path: /^\/books\/([^/]+)$/,
      methods: {
        GET: { scope: 'books:read', handler: (call) => this.#getBook(call) },
        PATCH: { scope: 'books:write', handler: (call) => this.#updateBook(call) },
        DELETE: { scope: 'books:write', handler: (call) => this.#deleteBook(call) },
      },
    },
    {
      path: /^\/books\/([^/]+)\/lend$/,
      methods: { POST: { scope: 'books:write', handler: (call) => this.#lendBook(call) } },
    },
    {
      path: /^\/members$/,
      methods: {
        GET: {
          scope: 'members:read',
          role: 'admin',
          handler: (call) => this.#json(200, this.#membersOf(libraryOf(call)).map(profile)),
        },
      },
    },
    {
      path: /^\/tokens$/,
      methods: {
        GET: { scope: 'tokens:manage', handler: (call) => this.#listTokens(call) },
        POST: { scope: 'tokens:manage', handler: (call) => this.#createToken(call) },
      },
    },
    {
      path: /^\/tokens\/([^/]+)$/,
      methods: { DELETE: { scope: 'tokens:manage', handler: (call) => this.#revokeToken(call) } },
    },
    { path: /^\/members\/me$/, methods: { DELETE: { handler: (call) => this.#leave(call) } } },
  ];

  /** Catches refusals of the handlers. */
  #guard(work: () => Answer): Answer {
    try {
      return work();
    } catch (error) {
      if (error instanceof Refusal) return error.answer;
      throw error;
    }
  }

  #refuse(status: number, title: string): never {
    throw new Refusal(this.#problem(status, title));
  }

  /** The book of the path; of any library where the fault is on. */
  #find(call: Call, foreign: Fault): Book {
    const { id } = call;
    if (!uuidPattern.test(id)) return this.#refuse(404, 'no such book');
    const shelves = this.#has(foreign) ? Object.values(this.#books) : [this.#books[libraryOf(call)]];
    const found = shelves.flat().find((book) => book.id === id);
    if (found) return found;
    const isForeign = Object.values(this.#books)
      .flat()
      .some((book) => book.id === id);
    if (isForeign && this.#has('foreign-told')) this.#refuse(403, 'the book is of another library');
    if (this.#has('unknown-200')) return { ...(this.#books.north[0] as Book), id };
    if (this.#has('unknown-400')) return this.#refuse(400, 'no such book');
    return this.#refuse(this.#has('undeclared-status') ? 418 : 404, 'no such book');
  }

  #shown(book: Book): unknown {
    const shown: Record<string, unknown> = { ...book };
    if (this.#has('body-extra')) shown.shelf = 7;
    if (this.#has('body-missing')) delete shown.lent;
    if (this.#has('body-type')) shown.year = String(book.year);
    if (this.#has('body-format')) shown.createdAt = 'yesterday';
    return shown;
  }

  #add(library: Library, parts: Omit<Book, 'id' | 'lent' | 'createdAt'>): Book {
    this.#made += 1;
    const id = this.#afterlife.idFor(`00000000-0000-4000-8000-${String(this.#made).padStart(12, '0')}`);
    const book = { ...parts, id, lent: false, createdAt: new Date(dayOne + this.#made * 1000).toISOString() };
    if (!this.#has('not-created') || this.#made <= 3) this.#books[library].push(book);
    return book;
  }

  #listBooks(call: Call): Answer {
    const { url } = call;
    return this.#guard(() => {
      const limit = this.#integer(url, 'limit', { minimum: 1, maximum: 100 });
      const minYear = this.#integer(url, 'minYear', { minimum: 1450, maximum: 2100 }) ?? 0;
      const genre = url.searchParams.get('genre');
      if (this.#has('refuses-limit') && limit === 100) this.#refuse(400, 'the limit is too large');
      if (this.#has('refuses-legal') && genre === 'science') this.#refuse(400, 'no such genre');
      if (genre !== null && !this.#has('ignores-query-enum') && !genres.includes(genre))
        this.#refuse(400, 'no such genre');
      const page = this.#pages.read(this.#books, {
        cursor: url.searchParams.get('cursor'),
        limit,
        library: libraryOf(call),
        matches: (book) => (genre === null || book.genre === genre) && book.year >= minYear,
      });
      if (page === 'invalid') return this.#refuse(400, 'the cursor is invalid');
      if (page === 'crash') return this.#refuse(500, 'the cursor is broken');
      return this.#json(
        200,
        page.books.map((book) => this.#shown(book)),
        { ...page.headers },
      );
    });
  }

  #integer(
    url: URL,
    name: string,
    { minimum, maximum }: { readonly minimum: number; readonly maximum: number },
  ) {
    const text = url.searchParams.get(name);
    if (text === null) return undefined;
    const value = Number(text);
    const isLegal = /^-?\d+$/.test(text) && value >= minimum && value <= maximum;
    if (!isLegal && this.#has('ignores-query')) return minimum;
    if (!isLegal) this.#refuse(400, `${name} is invalid`);
    return value;
  }

  #getBook(call: Call): Answer {
    return this.#guard(() => this.#json(200, this.#shown(this.#find(call, 'foreign-read'))));
  }

  #createBook(call: Call): Answer {
    return this.#guard(() => {
      const body = this.#body(call, bookForm);
      this.#stumble(body);
      const book = this.#add(libraryOf(call), { tags: [], ...body } as unknown as Omit<
        Book,
        'id' | 'lent' | 'createdAt'
      >); // checked by #body
      const location: Record<string, string> = this.#has('no-location')
        ? {}
        : { location: `/books/${book.id}` };
      return this.#json(this.#has('status-200') ? 200 : 201, this.#shown(clean(book)), location);
    });
  }

  #updateBook(call: Call): Answer {
    return this.#guard(() => {
      const book = this.#afterlife.ghost(call.id) ?? this.#find(call, 'foreign-written');
      const body = this.#body(call, changeForm);
      this.#stumble(body);
      Object.assign(book, body, this.#has('year-rounded') && isMiddle(body.year) ? { year: 1600 } : {});
      return this.#json(200, this.#shown(clean(book)));
    });
  }

  #stumble({ year }: Record<string, unknown>): void {
    if (this.#has('year-crashes') && isMiddle(year)) this.#refuse(500, 'the year is out of order');
  }

  #deleteBook(call: Call): Answer {
    return this.#guard(() => {
      const book = this.#find(call, 'foreign-deleted');
      const books = Object.values(this.#books).find((shelf) => shelf.includes(book));
      if (!this.#has('not-deleted')) books?.splice(books.indexOf(book), 1);
      this.#afterlife.bury(book);
      return { status: 204, headers: {}, body: '' };
    });
  }

  #lendBook(call: Call): Answer {
    return this.#guard(() => {
      const book = this.#find(call, 'foreign-written');
      if (book.lent) this.#refuse(409, 'the book is lent');
      book.lent = true;
      return this.#json(200, this.#shown(book));
    });
  }

  #membersOf(library: Library): readonly Caller[] {
    return [...this.#callers.values()].filter((caller) => caller.library === library && !caller.isMade);
  }

  #listTokens({ caller }: Call): Answer {
    return this.#json(200, caller ? this.#desk.list(caller) : []);
  }

  #createToken(call: Call): Answer {
    return this.#guard(() => {
      const body = this.#body(call, tokenForm) as { name: string; scopes: string[] }; // checked by #body
      const made = call.caller && this.#desk.make(call.caller, body);
      if (made) return this.#json(201, made, { location: `/tokens/${made.id}` });
      return this.#problem(403, 'a token cannot do more than its maker');
    });
  }

  #revokeToken({ caller, id }: Call): Answer {
    const isRevoked = caller !== undefined && this.#desk.revoke(caller, id);
    return isRevoked ? { status: 204, headers: {}, body: '' } : this.#problem(404, 'no such token');
  }

  #leave({ caller }: Call): Answer {
    for (const [token, known] of this.#callers) if (known === caller) this.#callers.delete(token);
    return { status: 204, headers: {}, body: '' };
  }

  #body({ headers, text }: Call, form: BodyForm): Record<string, unknown> {
    if (!this.#has('ignores-media') && headers.get('content-type') !== 'application/json') {
      this.#refuse(text === '' ? 400 : 415, 'only JSON is read');
    }
    const body = this.#parse(text);
    const breach = this.#breach(body, form);
    if (breach !== undefined) this.#refuse(400, breach);
    return body as Record<string, unknown>; // an object: #breach refuses anything else
  }

  #parse(text: string): unknown {
    try {
      return JSON.parse(text);
    } catch (error) {
      if (this.#has('crash-malformed')) throw new Refusal(this.#problem(500, String(error)));
      if (this.#has('takes-malformed')) return { title: 'Untitled', year: 2000, genre: 'novel' };
      return this.#refuse(400, 'the body is no JSON');
    }
  }

  #breach(body: unknown, { rules, required }: BodyForm): string | undefined {
    if (typeof body !== 'object' || body === null || Array.isArray(body)) return 'the body is no object';
    const members = body as Record<string, unknown>; // just looked at
    if (required.length === 0 && Object.keys(members).length === 0) return 'nothing to change';
    const unknown = Object.keys(members).find((name) => !Object.hasOwn(rules, name));
    if (unknown !== undefined && !this.#has('ignores-extra')) return `${unknown} is unknown`;
    if (!this.#has('ignores-required')) {
      const missing = required.find((name) => !Object.hasOwn(members, name));
      if (missing !== undefined) return `${missing} is missing`;
    }
    for (const [name, rule] of Object.entries(rules)) {
      const isBroken = Object.hasOwn(members, name) && !rule(members[name], (fault) => this.#has(fault));
      if (isBroken) return `${name} is invalid`;
    }
    return undefined;
  }
}

/** Handlers behind the authorization have a caller; a public one serves the first library. */
const libraryOf = ({ caller }: Call): Library => caller?.library ?? 'north';

/** Far from every edge and example. */
const isMiddle = (year: unknown): boolean => typeof year === 'number' && year >= 1600 && year <= 1699;
