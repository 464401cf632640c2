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
import { watchStatements } from './watch-statements.ts';

/** The group Team, the same on every database. */
export function testTeam(database: Database): void {
  const watched = watchStatements(database);
  let app: App;
  let identities: TestIdentities;
  let admin: Call;
  let website: string;

  beforeAll(async () => {
    app = await createApp({ database: watched, requestsPerMinute: 100_000 });
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

  /** How many e-mails wait in the queue, for one invitation or for all. */
  async function emailsTo(inviteId?: string): Promise<number> {
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from pgboss.job
      where name = 'send-invite-email' and (${inviteId ?? null}::text is null or data->>'inviteId' = ${inviteId ?? null})`.execute(
      database.kysely,
    );
    return rows[0]?.count ?? 0;
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

  describe('createTeamInvite', () => {
    const invite = (body: Json, call = admin, key = newKey()) => call('POST', '/team/invites', { body, key });
    const someone = () => `${randomUUID()}@test.example`;

    test('makes an invitation for a week, to all websites as a collaborator', async () => {
      const email = someone();
      const reply = await invite({ email: email.toUpperCase() });
      expect(reply.status).toBe(201);
      expect(reply.headers.get('location')).toBe(`/api/v1/team/invites/${reply.body.id}`);
      expect(reply.body).toMatchObject({
        email,
        role: 'collaborator',
        allWebsites: true,
        websiteIds: [],
        status: 'pending',
        invitedBy: { id: identities.admin.userId, name: 'Test admin' },
        organization: { id: organizationId() },
        acceptedAt: null,
      });
      const { createdAt, expiresAt } = reply.body;
      expect(Date.parse(expiresAt) - Date.parse(createdAt)).toBe(7 * 24 * 60 * 60 * 1_000);
      expect((await admin('GET', '/team/invites')).body).toEqual([reply.body]);
    });

    test('restricts a collaborator to websites, and never an admin', async () => {
      const access = { allWebsites: false, websiteIds: [website] };
      const collaborator = await invite({ email: someone(), ...access });
      expect(collaborator.body).toMatchObject({ role: 'collaborator', ...access });
      const other = await invite({ email: someone(), role: 'admin', ...access });
      expect(other.body).toMatchObject({ role: 'admin', allWebsites: true, websiteIds: [] });
    });

    test('leaves a website out that was deleted since', async () => {
      const second = await addWebsite();
      const reply = await invite({ email: someone(), allWebsites: false, websiteIds: [website, second] });
      expect(reply.body.websiteIds).toEqual([website, second].sort());
      await database.kysely.deleteFrom('websites').where('id', '=', second).execute();
      expect((await admin('GET', '/team/invites')).body[0].websiteIds).toEqual([website]);
    });

    test('is 409 for a member and for who is invited already, also when no seat is left', async () => {
      const email = someone();
      expect((await invite({ email })).status).toBe(201);
      expect(outcome(await invite({ email }))).toEqual([409, 'invite-pending']);
      const member = (await admin('GET', '/team/members?role=collaborator')).body[0].email;
      expect(outcome(await invite({ email: member.toUpperCase() }))).toEqual([409, 'already-member']);
      await sql`update organizations set plan = 'essential' where id = ${organizationId()}`.execute(
        database.kysely,
      );
      expect(outcome(await invite({ email }))).toEqual([409, 'invite-pending']);
      expect(outcome(await invite({ email: someone() }))).toEqual([403, 'plan-limit-reached']);
    });

    test('invites again once the invitation has expired or was revoked', async () => {
      const email = someone();
      const first = (await invite({ email })).body;
      await sql`update invites set expires_at = now() where id = ${first.id}`.execute(database.kysely);
      const second = await invite({ email });
      expect(second.status).toBe(201);
      await admin('DELETE', `/team/invites/${second.body.id}`);
      expect((await invite({ email })).status).toBe(201);
      const statuses = (await admin('GET', '/team/invites')).body.map(({ status }: Json) => status);
      expect(statuses).toEqual(['pending', 'revoked', 'expired']);
    });

    test('O-15: of ten invitations of one address at once one is made', async () => {
      const email = someone();
      const replies = await Promise.all(Array.from({ length: 10 }, () => invite({ email })));
      expect(replies.filter(({ status }) => status === 201)).toHaveLength(1);
      expect(replies.filter((reply) => slugOf(reply) === 'invite-pending')).toHaveLength(9);
    });

    test('O-8: seats hold when fifty are invited at once, and are free again after a revocation', async () => {
      await sql`update organizations set plan = 'plus' where id = ${organizationId()}`.execute(
        database.kysely,
      );
      const replies = await Promise.all(Array.from({ length: 50 }, () => invite({ email: someone() })));
      // Two of the ten seats are those of the members.
      const made = replies.filter(({ status }) => status === 201);
      expect(made).toHaveLength(8);
      const refused = replies.find(({ status }) => status !== 201);
      expect(refused && outcome(refused)).toEqual([403, 'plan-limit-reached']);
      expect(refused?.body.detail).toBe('The plan includes 10 team members and all seats are taken.');
      await admin('DELETE', `/team/invites/${made[0]?.body.id}`);
      expect((await invite({ email: someone() })).status).toBe(201);
      expect((await invite({ email: someone() })).status).toBe(403);
    });

    test('makes one invitation and one e-mail of a request that is sent twice', async () => {
      const [email, key] = [someone(), newKey()];
      const first = await invite({ email }, admin, key);
      const second = await invite({ email }, admin, key);
      expect(second.body).toEqual(first.body);
      expect(await emailsTo(first.body.id)).toBe(1);
    });

    test('sends no e-mail for an invitation that is refused', async () => {
      const before = await emailsTo();
      const member = (await admin('GET', '/team/members')).body[0].email;
      expect((await invite({ email: member })).status).toBe(409);
      expect(await emailsTo()).toBe(before);
    });

    test.each([
      [{}, '/email'],
      [{ email: 'nobody' }, '/email'],
      [{ email: `${'x'.repeat(250)}@a.example` }, '/email'],
      [{ email: 'a@test.example', role: 'owner' }, '/role'],
      [{ email: 'a@test.example', allWebsites: false }, '/websiteIds'],
      [{ email: 'a@test.example', allWebsites: false, websiteIds: [] }, '/websiteIds'],
      [{ email: 'a@test.example', websiteIds: [randomUUID()] }, '/websiteIds'],
      [{ email: 'a@test.example', allWebsites: false, websiteIds: [randomUUID()] }, '/websiteIds/0'],
      [{ email: 'a@test.example', status: 'accepted' }, '/status'],
      [{ email: 'a@test.example', organizationId: randomUUID() }, '/organizationId'],
    ])('O-5: refuses %j with 400', async (body, pointer) => {
      const reply = await invite(body);
      expect(outcome(reply)).toEqual([400, 'validation-failed']);
      expect(reply.body.errors.map((error: Json) => error.pointer)).toContain(pointer);
      expect((await admin('GET', '/team/invites')).body).toEqual([]);
    });
  });

  describe('listTeamInvites', () => {
    async function addInvite(columns: Json): Promise<string> {
      const { id } = await database.kysely
        .insertInto('invites')
        .values({
          organization_id: organizationId(),
          email: `${randomUUID()}@test.example`,
          role: 'collaborator',
          accepted_at: null,
          ...columns,
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      return id;
    }
    const ids = async (query = '') =>
      (await admin('GET', `/team/invites${query}`)).body.map(({ id }: Json) => id);

    test('shows every status, the newest first, and finds by status, role and address', async () => {
      const at = (minute: number) => new Date(Date.UTC(2026, 4, 1, 0, minute));
      const past = new Date(Date.now() - 1_000);
      const pending = await addInvite({ created_at: at(4), email: 'kim_1@acme.example', role: 'admin' });
      const expired = await addInvite({ created_at: at(3), expires_at: past });
      const revoked = await addInvite({ created_at: at(2), expires_at: past, status: 'revoked' });
      const accepted = await addInvite({ created_at: at(1), status: 'accepted', accepted_at: past });
      expect(await ids()).toEqual([pending, expired, revoked, accepted]);
      expect(await ids('?status=pending')).toEqual([pending]);
      expect(await ids('?status=expired')).toEqual([expired]);
      expect(await ids('?status=revoked')).toEqual([revoked]);
      expect(await ids('?status=accepted')).toEqual([accepted]);
      expect(await ids('?role=admin')).toEqual([pending]);
      expect(await ids('?role=admin&status=expired')).toEqual([]);
      expect(await ids('?search=KIM_1')).toEqual([pending]);
      expect(await ids('?search=kim%251')).toEqual([]);
      const [first] = (await admin('GET', '/team/invites?status=accepted')).body;
      expect(first).toMatchObject({ acceptedAt: past.toISOString(), invitedBy: null });
    });

    test('pages without a gap, and refuses the cursor of another filter', async () => {
      const made: string[] = [];
      for (let count = 0; count < 5; count += 1)
        made.push(await addInvite({ created_at: new Date(2026, 4, 1) }));
      const first = await admin('GET', '/team/invites?limit=3');
      expect(first.headers.get('x-total-count')).toBe('5');
      const cursor = first.headers.get('x-next-cursor');
      const second = await admin('GET', `/team/invites?limit=3&cursor=${cursor}`);
      const seen = [...first.body, ...second.body].map(({ id }: Json) => id);
      expect(seen.toSorted()).toEqual(made.toSorted());
      const other = await admin('GET', `/team/invites?status=pending&cursor=${cursor}`);
      expect(outcome(other)).toEqual([400, 'invalid-cursor']);
    });

    test('does not show the invitations of another organization', async () => {
      await addInvite({ organization_id: identities.other.organizationId });
      expect(await ids()).toEqual([]);
    });
  });

  describe('revokeTeamInvite, resendTeamInvite', () => {
    const create = async (email = `${randomUUID()}@test.example`) =>
      (await admin('POST', '/team/invites', { body: { email } })).body;

    test('take the invitation back: its address cannot accept it any more', async () => {
      const guest = identities.other;
      const { email } = (await callAs(guest)('GET', '/users/me')).body;
      const { id } = await create(email);
      expect((await admin('DELETE', `/team/invites/${id}`)).status).toBe(204);
      const accepted = await callAs(guest)('PATCH', `/team/invites/${id}/accept`);
      expect(outcome(accepted)).toEqual([409, 'invite-not-pending']);
      expect(outcome(await admin('DELETE', `/team/invites/${id}`))).toEqual([409, 'invite-not-pending']);
      expect(outcome(await admin('PATCH', `/team/invites/${id}/resend`))).toEqual([
        409,
        'invite-not-pending',
      ]);
    });

    test('let an open invitation run for another week', async () => {
      const { id, ...invite } = await create();
      await sql`update invites set expires_at = now() + interval '1 minute' where id = ${id}`.execute(
        database.kysely,
      );
      expect(await emailsTo(id)).toBe(1);
      const { status, body } = await admin('PATCH', `/team/invites/${id}/resend`);
      expect(status).toBe(200);
      expect(await emailsTo(id)).toBe(2);
      expect(body).toMatchObject({ ...invite, expiresAt: expect.any(String) });
      expect(Date.parse(body.expiresAt)).toBeGreaterThanOrEqual(Date.parse(invite.expiresAt));
    });

    test.each([
      ['expired', 'expires_at = now()'],
      ['revoked', `status = 'revoked'`],
      ['accepted', `status = 'accepted'`],
    ])('O-14: refuse an invitation that is %s', async (_status, change) => {
      const { id } = await create();
      await sql`update invites set ${sql.raw(change)} where id = ${id}`.execute(database.kysely);
      for (const [method, path] of [
        ['DELETE', ''],
        ['PATCH', '/resend'],
      ] as const) {
        const reply = await admin(method, `/team/invites/${id}${path}`);
        expect(outcome(reply)).toEqual([409, 'invite-not-pending']);
      }
      expect(await emailsTo(id)).toBe(1);
    });

    test('O-14: do not bring a removed member back', async () => {
      const guest = identities.other;
      const { email } = (await callAs(guest)('GET', '/users/me')).body;
      const { id } = await create(email);
      const joined = await callAs(guest)('PATCH', `/team/invites/${id}/accept`);
      expect(joined.status).toBe(200);
      expect((await admin('DELETE', `/team/members/${joined.body.id}`)).status).toBe(204);
      const again = await callAs(guest)('PATCH', `/team/invites/${id}/accept`);
      expect(outcome(again)).toEqual([409, 'invite-not-pending']);
      expect(outcome(await admin('PATCH', `/team/invites/${id}/resend`))).toEqual([
        409,
        'invite-not-pending',
      ]);
    });

    test('O-14: of acceptance and revocation at once one counts', async () => {
      const guest = identities.other;
      const { email } = (await callAs(guest)('GET', '/users/me')).body;
      const { id } = await create(email);
      const [accepted, revoked] = await Promise.all([
        callAs(guest)('PATCH', `/team/invites/${id}/accept`),
        admin('DELETE', `/team/invites/${id}`),
      ]);
      expect([
        [200, 409],
        [409, 204],
      ]).toContainEqual([accepted.status, revoked.status]);
    });

    test('O-1: are 404 for another organization', async () => {
      const { id } = await create();
      const call = callAs(identities.other);
      expect(outcome(await call('DELETE', `/team/invites/${id}`))).toEqual([404, 'not-found']);
      expect(outcome(await call('PATCH', `/team/invites/${id}/resend`))).toEqual([404, 'not-found']);
      expect((await admin('GET', '/team/invites')).body[0].status).toBe('pending');
    });
  });
}
