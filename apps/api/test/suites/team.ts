import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type App, createApp } from '../../src/app.ts';
import { tokenScopes } from '../../src/domain/token-request.ts';
import {
  createTestIdentities,
  type TestIdentities,
  type TestIdentity,
} from '../../src/seed/test-identities.ts';
import type { Database } from '../../src/store/database.ts';
import { type Call, callerOf, type Json, newKey, type Reply, slugOf } from '../caller.ts';

/** The group Team, the same on every database. */
export function testTeam(database: Database): void {
  let app: App;
  let identities: TestIdentities;
  let admin: Call;
  let website: string;

  beforeAll(async () => {
    app = await createApp({ database, requestsPerMinute: 100_000 });
  });

  beforeEach(async () => {
    identities = await createTestIdentities(database);
    admin = callerOf(app.fetch, identities.admin.token);
    website = await addWebsite();
  });

  const organizationId = () => identities.admin.organizationId;
  const callAs = ({ token }: { readonly token: string }) => callerOf(app.fetch, token);

  async function addWebsite(owner = organizationId()): Promise<string> {
    const { id } = await database.kysely
      .insertInto('websites')
      .values({ organization_id: owner, name: 'Shop', url: `https://${randomUUID()}.example/` })
      .returning('id')
      .executeTakeFirstOrThrow();
    return id;
  }

  async function memberIdOf({ userId, organizationId: owner }: TestIdentity): Promise<string> {
    const { id } = await database.kysely
      .selectFrom('members')
      .select('id')
      .where('user_id', '=', userId)
      .where('organization_id', '=', owner)
      .executeTakeFirstOrThrow();
    return id;
  }

  async function rename({ userId }: TestIdentity, firstName: string, lastName: string): Promise<void> {
    await database.kysely
      .updateTable('users')
      .set({ first_name: firstName, last_name: lastName })
      .where('id', '=', userId)
      .execute();
  }

  const outcome = (reply: Reply) => [reply.status, slugOf(reply)];

  describe('listTeamMembers', () => {
    const names = async (query = '') => {
      const { status, body } = await admin('GET', `/team/members${query}`);
      expect(status).toBe(200);
      return body.map(({ name }: Json) => name);
    };

    beforeEach(async () => {
      await rename(identities.admin, 'Dana', 'Reyes');
      await rename(identities.collaborator, 'Åsa', 'Öberg');
      await rename(await identities.mint(tokenScopes), 'Zoe', '100%_Sure');
    });

    test('shows the organization by name, and nobody of another one', async () => {
      expect(await names()).toEqual(['Dana Reyes', 'Zoe 100%_Sure', 'Åsa Öberg']);
      const { body, headers } = await admin('GET', '/team/members');
      expect(headers.get('x-total-count')).toBe('3');
      expect(body[0]).toEqual({
        id: await memberIdOf(identities.admin),
        userId: identities.admin.userId,
        name: 'Dana Reyes',
        email: expect.stringContaining('@test.example'),
        role: 'admin',
        allWebsites: true,
        websiteIds: [],
        joinedAt: expect.any(String),
        lastActiveAt: expect.any(String),
      });
    });

    test('orders by name or by the time of joining, both ways, page by page', async () => {
      const byTime = ['Dana Reyes', 'Åsa Öberg', 'Zoe 100%_Sure'];
      const orders = {
        name: ['Dana Reyes', 'Zoe 100%_Sure', 'Åsa Öberg'],
        '-name': ['Åsa Öberg', 'Zoe 100%_Sure', 'Dana Reyes'],
        joinedAt: byTime,
        '-joinedAt': byTime.toReversed(),
      };
      for (const [sort, expected] of Object.entries(orders)) {
        const seen: string[] = [];
        let cursor: string | null = '';
        while (cursor !== null) {
          const place: string = cursor === '' ? '' : `&cursor=${cursor}`;
          const page: Reply = await admin('GET', `/team/members?sort=${sort}&limit=1${place}`);
          seen.push(...page.body.map(({ name }: Json) => name));
          cursor = page.headers.get('x-next-cursor');
        }
        expect([sort, seen]).toEqual([sort, expected]);
      }
    });

    test('finds by role and by a part of name or address, in any case and taken literally', async () => {
      expect(await names('?role=admin')).toEqual(['Dana Reyes', 'Zoe 100%_Sure']);
      expect(await names('?role=collaborator')).toEqual(['Åsa Öberg']);
      expect(await names('?search=a%20REY')).toEqual(['Dana Reyes']);
      expect(await names(`?search=${encodeURIComponent('åsa öBERG')}`)).toEqual(['Åsa Öberg']);
      expect(await names('?search=%25_')).toEqual(['Zoe 100%_Sure']);
      expect(await names('?search=%5C')).toEqual([]);
      expect(await names('?search=TEST.EXAMPLE&role=collaborator')).toEqual(['Åsa Öberg']);
    });

    test('finds who can access a website, and nobody for one that is not there', async () => {
      const other = await addWebsite();
      const patch = { allWebsites: false, websiteIds: [website] };
      await admin('PATCH', `/team/members/${await memberIdOf(identities.collaborator)}`, { body: patch });
      expect(await names(`?websiteId=${website}`)).toEqual(['Dana Reyes', 'Zoe 100%_Sure', 'Åsa Öberg']);
      expect(await names(`?websiteId=${other.toUpperCase()}`)).toEqual(['Dana Reyes', 'Zoe 100%_Sure']);
      expect(await names(`?websiteId=${randomUUID()}`)).toEqual([]);
      const foreign = await addWebsite(identities.other.organizationId);
      expect(await names(`?websiteId=${foreign}`)).toEqual([]);
    });

    test.each(['role=owner', 'search=', 'websiteId=abc', 'sort=email', 'limit=0', 'search=%00'])(
      'refuses %s with 400',
      async (query) => {
        expect(outcome(await admin('GET', `/team/members?${query}`))).toEqual([400, 'validation-failed']);
      },
    );

    test('P-4: refuses a cursor of another filter or order', async () => {
      const page = await admin('GET', '/team/members?limit=1');
      const cursor = page.headers.get('x-next-cursor');
      expect((await admin('GET', `/team/members?limit=1&cursor=${cursor}`)).status).toBe(200);
      for (const query of ['sort=-name', 'role=admin', 'search=e', `websiteId=${website}`]) {
        const reply = await admin('GET', `/team/members?${query}&cursor=${cursor}`);
        expect(outcome(reply)).toEqual([400, 'invalid-cursor']);
      }
    });
  });

  describe('getTeamMember', () => {
    test('shows one membership by its id', async () => {
      const id = await memberIdOf(identities.collaborator);
      const { status, body } = await admin('GET', `/team/members/${id}`);
      expect(status).toBe(200);
      expect(body).toMatchObject({ id, userId: identities.collaborator.userId, role: 'collaborator' });
      expect((await admin('GET', `/team/members/${id.toUpperCase()}`)).body).toEqual(body);
    });

    test('O-1: is 404 for another organization, a user id and what is no id', async () => {
      const foreign = await memberIdOf(identities.other);
      for (const id of [foreign, identities.collaborator.userId, randomUUID(), 'abc-123']) {
        expect(outcome(await admin('GET', `/team/members/${id}`))).toEqual([404, 'not-found']);
      }
    });
  });

  describe('updateTeamMember', () => {
    const change = async (identity: TestIdentity, body: Json, call = admin, key?: string) =>
      call(
        'PATCH',
        `/team/members/${await memberIdOf(identity)}`,
        key === undefined ? { body } : { body, key },
      );

    test('restricts a collaborator to websites, from the next request on', async () => {
      const { collaborator } = identities;
      const restricted = await change(collaborator, { allWebsites: false, websiteIds: [website] });
      expect(restricted.status).toBe(200);
      expect(restricted.body).toMatchObject({ allWebsites: false, websiteIds: [website] });
      const { membership } = (await callAs(collaborator)('GET', '/users/me')).body;
      expect(membership).toMatchObject({ allWebsites: false, websiteIds: [website] });
      const opened = await change(collaborator, { allWebsites: true });
      expect(opened.body).toMatchObject({ allWebsites: true, websiteIds: [] });
      const named = await change(collaborator, { websiteIds: [website.toUpperCase()] });
      expect(named.body).toMatchObject({ allWebsites: false, websiteIds: [website] });
    });

    test('gives an admin every website, whatever is sent', async () => {
      const body = { role: 'admin', allWebsites: false, websiteIds: [website] };
      const promoted = await change(identities.collaborator, body);
      expect(promoted.body).toMatchObject({ role: 'admin', allWebsites: true, websiteIds: [] });
      const kept = await change(identities.collaborator, { websiteIds: [website] });
      expect(kept.body).toMatchObject({ role: 'admin', allWebsites: true, websiteIds: [] });
    });

    test('T-4: a lowered role counts at once, for tokens that exist, on every server', async () => {
      const second = await identities.mint(tokenScopes);
      const elsewhere = callerOf((await createApp({ database })).fetch, second.token);
      expect((await elsewhere('GET', '/team/members')).status).toBe(200);
      expect((await change(second, { role: 'collaborator' })).status).toBe(200);
      expect(outcome(await elsewhere('GET', '/team/members'))).toEqual([403, 'insufficient-role']);
      expect((await elsewhere('GET', '/users/me')).body.membership.role).toBe('collaborator');
      await change(second, { role: 'admin' });
      expect((await elsewhere('GET', '/team/members')).status).toBe(200);
    });

    test('I-11: an answer that was stored is not given to somebody who is no admin any more', async () => {
      const second = await identities.mint(tokenScopes);
      const key = newKey();
      const again = () => change(identities.collaborator, { allWebsites: false }, callAs(second), key);
      expect((await again()).status).toBe(200);
      expect((await again()).headers.get('idempotency-replayed')).toBe('true');
      await change(second, { role: 'collaborator' });
      expect(outcome(await again())).toEqual([403, 'insufficient-role']);
    });

    test('O-13: keeps the last admin, also when two demote each other at once', async () => {
      expect(outcome(await change(identities.admin, { role: 'collaborator' }))).toEqual([409, 'last-admin']);
      expect((await change(identities.admin, { role: 'admin' })).status).toBe(200);
      const second = await identities.mint(tokenScopes);
      const [first, other] = await Promise.all([
        change(second, { role: 'collaborator' }),
        change(identities.admin, { role: 'collaborator' }, callAs(second)),
      ]);
      // The one who comes second is no admin any more, and is told so.
      expect([first.status, other.status].sort()).toEqual([200, 403]);
    });

    test('O-13: one of two admins who demote themselves at once stays', async () => {
      const second = await identities.mint(tokenScopes);
      const replies = await Promise.all([
        change(identities.admin, { role: 'collaborator' }),
        change(second, { role: 'collaborator' }, callAs(second)),
      ]);
      expect(replies.map(({ status }) => status).sort()).toEqual([200, 409]);
    });

    test('refuses websites that the organization does not have, and changes nothing', async () => {
      const { collaborator } = identities;
      const foreign = await addWebsite(identities.other.organizationId);
      const before = (await admin('GET', `/team/members/${await memberIdOf(collaborator)}`)).body;
      for (const unknown of [randomUUID(), foreign]) {
        const reply = await change(collaborator, { role: 'admin', websiteIds: [website, unknown] });
        expect(outcome(reply)).toEqual([400, 'validation-failed']);
        expect(reply.body.errors).toEqual([
          { pointer: '/websiteIds/1', code: 'unknown', message: 'must be a website of the organization' },
        ]);
      }
      expect((await admin('GET', `/team/members/${before.id}`)).body).toMatchObject({
        ...before,
        lastActiveAt: null,
      });
    });

    test.each([
      [{}, ''],
      [{ role: 'owner' }, '/role'],
      [{ role: null }, '/role'],
      [{ allWebsites: 'yes' }, '/allWebsites'],
      [{ websiteIds: ['abc'] }, '/websiteIds/0'],
      [{ websiteIds: Array.from({ length: 1_001 }, () => randomUUID()) }, '/websiteIds'],
      [{ email: 'new@test.example' }, '/email'],
      [{ organizationId: randomUUID() }, '/organizationId'],
    ])('O-5: refuses the body %# with 400', async (body, pointer) => {
      const reply = await change(identities.collaborator, body);
      expect(outcome(reply)).toEqual([400, 'validation-failed']);
      expect(reply.body.errors[0].pointer).toBe(pointer);
    });

    test('O-1: is 404 for a member of another organization, who stays as they are', async () => {
      expect(outcome(await change(identities.other, { role: 'collaborator' }))).toEqual([404, 'not-found']);
      expect((await callAs(identities.other)('GET', '/users/me')).body.membership.role).toBe('admin');
    });
  });

  describe('removeTeamMember', () => {
    const remove = async (identity: TestIdentity, call = admin) =>
      call('DELETE', `/team/members/${await memberIdOf(identity)}`);

    test('T-4: ends the membership and every token of the member for this organization only', async () => {
      const { collaborator, other } = identities;
      const call = callAs(collaborator);
      const second = await identities.reissue(collaborator, tokenScopes);
      const abroad = await identities.reissue(
        { ...collaborator, organizationId: other.organizationId },
        tokenScopes,
      );
      await sql`
        insert into members (organization_id, user_id, role)
        values (${other.organizationId}, ${collaborator.userId}, 'collaborator')`.execute(database.kysely);
      expect((await call('GET', '/users/me')).status).toBe(200);
      expect((await remove(collaborator)).status).toBe(204);
      expect((await call('GET', '/users/me')).status).toBe(401);
      expect((await callAs({ token: second })('GET', '/users/me')).status).toBe(401);
      expect((await callAs({ token: abroad })('GET', '/users/me')).status).toBe(200);
      expect((await admin('GET', '/users/me')).status).toBe(200);
    });

    test('keeps what the member created', async () => {
      await sql`update websites set created_by = ${identities.collaborator.userId} where id = ${website}`.execute(
        database.kysely,
      );
      await remove(identities.collaborator);
      const { rows } = await sql`select created_by from websites where id = ${website}`.execute(
        database.kysely,
      );
      expect(rows).toEqual([{ created_by: identities.collaborator.userId }]);
    });

    test('is 404 the second time, and for another organization', async () => {
      const id = await memberIdOf(identities.collaborator);
      expect((await admin('DELETE', `/team/members/${id}`)).status).toBe(204);
      expect(outcome(await admin('DELETE', `/team/members/${id}`))).toEqual([404, 'not-found']);
      expect(outcome(await remove(identities.other))).toEqual([404, 'not-found']);
      expect((await callAs(identities.other)('GET', '/users/me')).status).toBe(200);
    });

    test('lets admins remove themselves while another is left', async () => {
      expect(outcome(await remove(identities.admin))).toEqual([409, 'last-admin']);
      await identities.mint(tokenScopes);
      expect((await remove(identities.admin)).status).toBe(204);
      expect((await admin('GET', '/users/me')).status).toBe(401);
    });

    test('O-13: of two admins who remove each other at once one stays', async () => {
      const second = await identities.mint(tokenScopes);
      const [first, other] = await Promise.all([remove(second), remove(identities.admin, callAs(second))]);
      // The one who comes second is nobody any more.
      expect([first.status, other.status].sort()).toEqual([204, 401]);
    });
  });
}
