import type { StudioFault } from './faults.ts';
import { bad, type Call, empty, json, notFound, type Reply, type Route, uuid } from './route.ts';

interface Key {
  readonly id: string;
  readonly secret: string;
  name: string;
}

const item = /^\/keys\/([^/]+)$/;

export class Keys {
  readonly #has: (fault: StudioFault) => boolean;
  #keys: Key[] = [];
  #made = 0;

  constructor(has: (fault: StudioFault) => boolean) {
    this.#has = has;
  }

  readonly routes: readonly Route[] = [
    {
      method: 'GET',
      path: /^\/keys$/,
      answer: () =>
        json(
          200,
          this.#keys.map((key) => this.#shown(key, 'secret-listed')),
        ),
    },
    { method: 'POST', path: /^\/keys$/, form: true, answer: (call) => this.#create(call) },
    {
      method: 'GET',
      path: item,
      answer: (call) => this.#onKey(call, (key) => json(200, this.#shown(key, 'secret-read'))),
    },
    {
      method: 'PATCH',
      path: item,
      form: true,
      answer: (call) => this.#onKey(call, (key) => this.#change(call, key)),
    },
    { method: 'DELETE', path: item, answer: (call) => this.#onKey(call, (key) => this.#delete(key)) },
  ];

  #shown({ id, name, secret }: Key, fault: StudioFault): unknown {
    return this.#has(fault) ? { id, name, secret } : { id, name };
  }

  #create({ body }: Call): Reply {
    if (!isLegal(body)) return bad(400);
    this.#made += 1;
    const key = {
      id: uuid('8004', this.#made),
      name: body.name,
      secret: `opens-${String(this.#made).padStart(9, '0')}`,
    };
    this.#keys = [...this.#keys, key];
    return json(201, key);
  }

  #change({ body }: Call, key: Key): Reply {
    if (!isLegal(body)) return bad(400);
    key.name = body.name;
    return json(200, this.#shown(key, 'secret-on-change'));
  }

  #delete(key: Key): Reply {
    this.#keys = this.#keys.filter((other) => other !== key);
    return empty();
  }

  #onKey({ ids: [id] }: Call, work: (key: Key) => Reply): Reply {
    const key = this.#keys.find((other) => other.id === id);
    return key ? work(key) : notFound();
  }
}

function isLegal(body: Record<string, unknown>): body is { name: string } {
  const { name, ...rest } = body;
  return typeof name === 'string' && name !== '' && [...name].length <= 40 && Object.keys(rest).length === 0;
}
