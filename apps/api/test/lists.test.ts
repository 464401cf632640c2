import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type App, createApp } from '../src/app.ts';
import { tokenScopes } from '../src/domain/token-request.ts';
import { createTestIdentities, type TestIdentity } from '../src/seed/test-identities.ts';
import type { Database } from '../src/store/database.ts';
import { type Call, callerOf, type Reply, slugOf } from './caller.ts';
import { openPostgres } from './databases.ts';

let database: Database;
let app: App;
let owner: TestIdentity;
let call: Call;

beforeAll(async () => {
  database = await openPostgres();
  app = await createApp({ database, requestsPerMinute: 100_000 });
});

beforeEach(async () => {
  owner = (await createTestIdentities(database)).other;
  call = callerOf(app.fetch, owner.token);
});

afterAll(async () => {
  await database.close();
});

/** Tokens of the owner, whose names are their numbers; `createdAt` may use the number `n`. */
async function addTokens(count: number, createdAt: string): Promise<void> {
  await sql`
    insert into tokens (organization_id, user_id, name, scopes, secret_hash, preview, created_via, created_at)
    select ${owner.organizationId}, ${owner.userId}, n::text, array['read:tokens'],
      decode(md5(${owner.userId}::text || n || ${createdAt}::text), 'hex'), 'cvpat_...AAAA', 'api', ${sql.raw(createdAt)}
    from generate_series(1, ${count}::integer) n`.execute(database.kysely);
}

/** Every page, from the first to the last. */
async function walk(limit: number, between: (page: Reply) => Promise<void> = async () => undefined) {
  const names: string[] = [];
  let cursor: string | null = null;
  do {
    const query: string = cursor === null ? '' : `&cursor=${cursor}`;
    const page: Reply = await call('GET', `/tokens?limit=${limit}${query}`);
    expect(page.status).toBe(200);
    expect(page.body.length).toBeLessThanOrEqual(limit);
    names.push(...page.body.map(({ name }: { name: string }) => name));
    cursor = page.headers.get('x-next-cursor');
    expect(page.headers.get('x-has-more')).toBe(String(cursor !== null));
    await between(page);
  } while (cursor !== null);
  return names;
}

describe('a walk over all pages', () => {
  test('P-1: sees every token once, while others come and go', async () => {
    await addTokens(1_000, `now() - n * interval '1 second'`);
    const deletedUnseen = new Set<string>();
    let turn = 0;
    const names = await walk(100, async () => {
      turn += 1;
      await addTokens(1, `now() + ${turn} * interval '1 second'`);
      const [seen, unseen] = [String(turn * 100 - 50), String(turn * 100 + 50)];
      await sql`delete from tokens where user_id = ${owner.userId} and name in (${seen}, ${unseen})`.execute(
        database.kysely,
      );
      deletedUnseen.add(unseen);
    });
    const expected = Array.from({ length: 1_000 }, (_, index) => String(index + 1));
    expect(names.filter((name) => /^\d+$/.test(name))).toEqual(
      expected.filter((name) => !deletedUnseen.has(name)),
    );
  });

  test('P-2: skips and doubles none at equal times and at microseconds', async () => {
    await addTokens(500, `'2026-05-01T00:00:00.123456Z'::timestamptz`);
    await addTokens(500, `'2026-05-01T00:00:00.123457Z'::timestamptz + n * interval '1 microsecond'`);
    const names = await walk(7);
    expect(names).toHaveLength(1_001);
    const counts = Map.groupBy(names, (name) => name);
    for (let number = 1; number <= 500; number += 1) expect(counts.get(String(number))).toHaveLength(2);
  });

  test('P-3: goes on rightly when the row at the cursor is deleted', async () => {
    await addTokens(10, `'2026-05-01T00:00:00Z'::timestamptz - n * interval '1 second'`);
    const first = await call('GET', '/tokens?limit=5');
    const last = first.body.at(-1);
    await call('DELETE', `/tokens/${last.id}`);
    const next = await call('GET', `/tokens?limit=3&cursor=${first.headers.get('x-next-cursor')}`);
    expect(next.body.map(({ name }: { name: string }) => name)).toEqual(['5', '6', '7']);
  });

  test('P-7: a list that fits has no cursor and its headers agree', async () => {
    const page = await call('GET', '/tokens');
    expect(page.body).toHaveLength(1);
    expect(page.headers.get('x-has-more')).toBe('false');
    expect(page.headers.has('x-next-cursor')).toBe(false);
    expect(page.headers.get('x-total-count')).toBe('1');
  });

  test('P-7: a page that is just full is the last one', async () => {
    await addTokens(3, `now() - n * interval '1 second'`);
    const page = await call('GET', '/tokens?limit=4');
    expect(page.body).toHaveLength(4);
    expect(page.headers.get('x-has-more')).toBe('false');
  });
});

describe('a cursor', () => {
  const refusal = (reply: Reply) => [reply.status, slugOf(reply), reply.body.detail];

  async function nextCursor(of: Call = call): Promise<string> {
    return (await of('GET', '/tokens?limit=1')).headers.get('x-next-cursor') ?? '';
  }

  test('P-4: is refused when changed, cut, invented or of another organization or user', async () => {
    await addTokens(3, `now() - n * interval '1 second'`);
    const cursor = await nextCursor();
    const { other, mint } = await createTestIdentities(database);
    const foreign = callerOf(app.fetch, other.token);
    const colleague = callerOf(app.fetch, (await mint(tokenScopes)).token);
    const refused = [
      ...changes(cursor).map((changed) => call('GET', `/tokens?cursor=${encodeURIComponent(changed)}`)),
      foreign('GET', `/tokens?cursor=${cursor}`),
      colleague('GET', `/tokens?cursor=${cursor}`),
    ];
    for (const reply of await Promise.all(refused)) {
      expect(refusal(reply)).toEqual([
        400,
        'invalid-cursor',
        'The cursor does not belong to this list. Start again without a cursor.',
      ]);
    }
    expect((await call('GET', `/tokens?cursor=${cursor}`)).status).toBe(200);
  });

  /** Every character replaced by another, and other texts that were never given out. */
  function changes(cursor: string): string[] {
    const flipped = [...cursor].map(
      (character, at) => cursor.slice(0, at) + (character === 'A' ? 'B' : 'A') + cursor.slice(at + 1),
    );
    return [
      ...flipped,
      cursor.slice(0, -1),
      `${cursor}A`,
      `${cursor}=`,
      ` ${cursor}`,
      'x',
      '0',
      '"',
      'Ä'.repeat(20),
    ];
  }

  test('P-4: of one server is good on another', async () => {
    await addTokens(3, `now() - n * interval '1 second'`);
    const cursor = await nextCursor();
    const second = callerOf((await createApp({ database })).fetch, owner.token);
    expect((await second('GET', `/tokens?cursor=${cursor}`)).status).toBe(200);
  });
});

describe('the size of a page', () => {
  test.each(['0', '-1', '101', '1000000000', '1.5', 'abc', '', '1&limit=2'])(
    'P-5: limit=%s is refused with 400',
    async (limit) => {
      const reply = await call('GET', `/tokens?limit=${limit}`);
      expect([reply.status, slugOf(reply)]).toEqual([400, 'validation-failed']);
      expect(reply.body.errors[0].pointer).toBe('query/limit');
    },
  );

  test('is 20 by default and at most 100', async () => {
    await addTokens(150, `now() - n * interval '1 second'`);
    expect((await call('GET', '/tokens')).body).toHaveLength(20);
    expect((await call('GET', '/tokens?limit=100')).body).toHaveLength(100);
    expect((await call('GET', '/tokens')).headers.get('x-total-count')).toBe('151');
  });
});

describe('the total of a list', () => {
  test('is told up to 10,000 and left out of a longer list, which still has pages', async () => {
    await addTokens(10_000 - 1, `now() - n * interval '1 second'`);
    const counted = await call('GET', '/tokens?limit=1');
    expect(counted.headers.get('x-total-count')).toBe('10000');

    await addTokens(1, `now()`);
    const uncounted = await call('GET', '/tokens?limit=1');
    expect(uncounted.status).toBe(200);
    expect(uncounted.headers.has('x-total-count')).toBe(false);
    expect(uncounted.headers.get('x-has-more')).toBe('true');
  });
});
