import type { StudioFault } from './faults.ts';
import { Keys } from './keys.ts';
import { bad, type Call, notFound, type Reply, type Route } from './route.ts';
import { Songs } from './songs.ts';
import { Verses } from './verses.ts';

export const token = 'studio-000000000001';

/**
 * A small API of songs, verses and keys in plain code: no part of the toolkit, so that the suite is not graded by its
 * own engine. It normalises what servers may normalise, so that a suite which takes that for a breach is caught too.
 */
export class Studio {
  readonly #faults: ReadonlySet<StudioFault>;
  readonly #routes: readonly Route[];
  requests = 0;

  constructor(faults: readonly StudioFault[] = []) {
    this.#faults = new Set(faults);
    const has = (fault: StudioFault) => this.#faults.has(fault);
    const songs = new Songs(has);
    const verses = new Verses(songs, has);
    songs.onDelete = (id) => verses.leave(id);
    this.#routes = [...songs.routes, ...verses.routes, ...new Keys(has).routes];
  }

  readonly fetch = async (request: Request): Promise<Response> => {
    this.requests += 1;
    const { pathname, searchParams } = new URL(request.url);
    const text = await request.text();
    const isKnown = request.headers.get('authorization') === `Bearer ${token}`;
    const accept = request.headers.get('accept');
    const isJson = request.headers.get('content-type') === 'application/json';
    const call = {
      method: request.method,
      pathname,
      query: searchParams,
      text: isJson ? text : '',
      isKnown,
      accept,
    };
    const reply = this.#reply(call);
    return new Response(reply.body, { status: reply.status, headers: reply.headers });
  };

  #reply(call: Omit<Call, 'ids' | 'body'>): Reply {
    const found = this.#routes.filter(({ path }) => path.test(call.pathname));
    if (found.length === 0) return notFound();
    const route = found.find(({ method }) => method === call.method);
    if (!route) return { ...bad(405), headers: { allow: found.map(({ method }) => method).join(', ') } };
    const ids = route.path.exec(call.pathname)?.slice(1) ?? [];
    if (!call.isKnown) {
      route.onStranger?.(ids);
      return bad(401);
    }
    if (call.accept === 'application/x-plumbline') return bad(406);
    const body = parse(call.text);
    if (route.form && body === undefined) return bad(400);
    return route.answer({ ...call, ids, body: body ?? {} });
  }
}

/** The object in a JSON text. */
function parse(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    // An object that is neither null nor a list.
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
