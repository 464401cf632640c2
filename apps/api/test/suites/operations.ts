import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type App, createApp } from '../../src/app.ts';
import { initialSchedule } from '../../src/domain/organization-defaults.ts';
import { tokenScopes } from '../../src/domain/token-request.ts';
import { createTestIdentities, type TestIdentities } from '../../src/seed/test-identities.ts';
import type { Database } from '../../src/store/database.ts';
import { addMember } from '../../src/store/members.ts';
import { type Call, callerOf, type Json, newKey, slugOf } from '../caller.ts';
import { watchStatements } from './watch-statements.ts';

/** What each operation does, the same on every database. */
export function testOperations(database: Database): void {
  const watched = watchStatements(database);
  let app: App;
  let identities: TestIdentities;
  let admin: Call;

  beforeAll(async () => {
    app = await createApp({ database: watched, requestsPerMinute: 100_000 });
  });

  beforeEach(async () => {
    identities = await createTestIdentities(database);
    admin = callerOf(app.fetch, identities.admin.token);
  });

  const organizationId = () => identities.admin.organizationId;

  async function addWebsite(name: string, columns: { status?: 'active' | 'paused' } = {}): Promise<string> {
    const { id } = await database.kysely
      .insertInto('websites')
      .values({
        organization_id: organizationId(),
        name,
        url: `https://${randomUUID()}.example/`,
        ...columns,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    return id;
  }

  /** Who may access some websites only. */
  async function addCollaborator(websiteIds: readonly string[]) {
    const someone = await identities.mint(tokenScopes, 'collaborator');
    await database.kysely.deleteFrom('members').where('user_id', '=', someone.userId).execute();
    await addMember(database.kysely, {
      organizationId: organizationId(),
      userId: someone.userId,
      role: 'collaborator',
      allWebsites: false,
      websiteIds,
    });
    return someone;
  }

  async function addFlow(websiteId: string, columns: Json = {}, schedule: Json = {}): Promise<string> {
    const { id } = await database.kysely
      .insertInto('test_flows')
      .values({
        organization_id: organizationId(),
        website_id: websiteId,
        name: 'flow',
        schedule: JSON.stringify({ ...initialSchedule, ...schedule }),
        ...columns,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    return id;
  }

  async function addRun(websiteId: string | null, columns: Json): Promise<void> {
    await database.kysely
      .insertInto('test_runs')
      .values({
        organization_id: organizationId(),
        website_id: websiteId,
        test_flow_id: null,
        finished_at: null,
        ...columns,
      })
      .execute();
  }

  describe('getCurrentOrganization', () => {
    test('shows the organization with the limits of its plan', async () => {
      const { status, body } = await admin('GET', '/organizations/me');
      expect(status).toBe(200);
      expect(body).toMatchObject({
        id: organizationId(),
        plan: 'advanced',
        subscriptionStatus: 'active',
        timezone: 'UTC',
        defaultSchedule: { ...initialSchedule, nextRunAt: null },
        limits: { testRunsPerMonth: 10_000, organizationVariables: true },
      });
    });

    test('ignores an unknown query parameter', async () => {
      expect((await admin('GET', '/organizations/me?page=2')).status).toBe(200);
    });
  });

  describe('updateCurrentOrganization', () => {
    test('changes what is given and leaves the rest, in nested objects too', async () => {
      const before = (await admin('GET', '/organizations/me')).body;
      const patch = {
        name: 'Renamed',
        defaultTestFlowSettings: { mode: 'fast', viewport: { width: 390, height: 844 } },
        platform: { autoRetry: true },
      };
      const { status, body } = await admin('PATCH', '/organizations/me', { body: patch });
      expect(status).toBe(200);
      expect(body).toEqual({
        ...before,
        name: 'Renamed',
        defaultTestFlowSettings: {
          ...before.defaultTestFlowSettings,
          mode: 'fast',
          viewport: { width: 390, height: 844 },
        },
        platform: { ...before.platform, autoRetry: true },
        updatedAt: body.updatedAt,
      });
      expect(Date.parse(body.updatedAt)).toBeGreaterThan(Date.parse(before.updatedAt));
      expect((await admin('GET', '/organizations/me')).body).toEqual(body);
    });

    test('keeps a name without the blanks around it, and refuses one of blanks only', async () => {
      const rename = (name: string) => admin('PATCH', '/organizations/me', { body: { name } });
      expect((await rename(' Acme  Agency\n')).body.name).toBe('Acme  Agency');
      const reply = await rename(' \t');
      expect([reply.status, reply.body.errors[0].pointer]).toEqual([400, '/name']);
      expect((await admin('GET', '/organizations/me')).body.name).toBe('Acme  Agency');
    });

    test('clears the day of another cadence', async () => {
      const weekly = { defaultSchedule: { cadence: 'weekly', dayOfWeek: 'tuesday' } };
      const monthly = { defaultSchedule: { cadence: 'monthly', dayOfMonth: 28 } };
      const first = await admin('PATCH', '/organizations/me', { body: weekly });
      const second = await admin('PATCH', '/organizations/me', { body: monthly });
      expect(first.body.defaultSchedule).toMatchObject({ dayOfWeek: 'tuesday', dayOfMonth: null });
      expect(second.body.defaultSchedule).toMatchObject({ dayOfWeek: null, dayOfMonth: 28, nextRunAt: null });
    });

    test.each([
      [{ defaultSchedule: { cadence: 'weekly' } }, '/defaultSchedule/dayOfWeek'],
      [{ defaultSchedule: { cadence: 'monthly' } }, '/defaultSchedule/dayOfMonth'],
      [{ defaultSchedule: { dayOfWeek: 'monday' } }, '/defaultSchedule/dayOfWeek'],
      [{ defaultSchedule: { timezone: 'Mars/Olympus' } }, '/defaultSchedule/timezone'],
      [{ timezone: 'Europe/Atlantis' }, '/timezone'],
      [{ slug: 'mine' }, '/slug'],
      [{ plan: 'plus' }, '/plan'],
      [{ platform: { autoRetry: null } }, '/platform/autoRetry'],
      [{ name: '' }, '/name'],
      [{}, ''],
    ])('O-5: refuses %j with 400 at %s and changes nothing', async (body, pointer) => {
      const before = (await admin('GET', '/organizations/me')).body;
      const reply = await admin('PATCH', '/organizations/me', { body });
      expect([reply.status, slugOf(reply)]).toEqual([400, 'validation-failed']);
      expect(reply.body.errors[0].pointer).toBe(pointer);
      expect((await admin('GET', '/organizations/me')).body).toEqual(before);
    });

    test.each(['{"name":"\\u0000"}', '{"name":"\\ud800"}', '{"name":"a","name":"b"}', '{"name":'])(
      'H-6: refuses the body %s with 400',
      async (body) => {
        expect((await admin('PATCH', '/organizations/me', { body })).status).toBe(400);
      },
    );

    test('H-8: refuses a body that is not JSON with 415, and a huge one with 413', async () => {
      const { token } = identities.admin;
      const send = (type: string, body: string) =>
        app.fetch(
          new Request('http://127.0.0.1/api/v1/organizations/me', {
            method: 'PATCH',
            headers: { authorization: `Bearer ${token}`, 'content-type': type },
            body,
          }),
        );
      expect((await send('text/plain', '{"name":"x"}')).status).toBe(415);
      expect((await send('application/json', `{"name":"${'x'.repeat(1_100_000)}"}`)).status).toBe(413);
    });
  });

  describe('getOrganizationUsage', () => {
    test('counts the runs of the month by trigger and website, without set-up', async () => {
      const website = await addWebsite('Shop');
      const at = new Date('2026-05-15T12:00:00Z');
      for (const trigger of ['scheduled', 'scheduled', 'manual', 'api', 'batch', 'retry', 'auto-retry']) {
        await addRun(website, { trigger, queued_at: at });
      }
      await addRun(website, { trigger: 'manual', queued_at: at, counts_toward_usage: false });
      await addRun(null, { trigger: 'api', queued_at: at });
      await addRun(website, { trigger: 'api', queued_at: new Date('2026-06-01T00:00:00Z') });
      await addRun(website, { trigger: 'api', queued_at: new Date('2026-04-30T23:59:59.999Z') });
      const { status, body } = await admin('GET', '/organizations/me/usage?month=2026-05');
      expect(status).toBe(200);
      expect(body).toMatchObject({
        month: '2026-05',
        periodStart: '2026-05-01T00:00:00.000Z',
        periodEnd: '2026-06-01T00:00:00.000Z',
        plan: 'advanced',
        testRuns: { used: 8, limit: 10_000, remaining: 9_992, scheduled: 2, manual: 1, api: 3, retry: 2 },
        byWebsite: [
          { websiteId: website, name: 'Shop', testRuns: 7 },
          { websiteId: null, name: 'deleted', testRuns: 1 },
        ],
      });
    });

    test('names only the websites that a collaborator can access, and counts the runs of all', async () => {
      const given = await addWebsite('Given');
      const hidden = await addWebsite('Hidden');
      const at = new Date('2026-05-15T12:00:00Z');
      for (const website of [given, hidden, null]) await addRun(website, { trigger: 'api', queued_at: at });
      const someone = await addCollaborator([given]);
      const { body } = await callerOf(app.fetch, someone.token)(
        'GET',
        '/organizations/me/usage?month=2026-05',
      );
      expect(body).toMatchObject({
        testRuns: { used: 3 },
        byWebsite: [{ websiteId: given, name: 'Given', testRuns: 1 }],
      });
      const everything = await admin('GET', '/organizations/me/usage?month=2026-05');
      expect(everything.body.byWebsite).toHaveLength(3);
    });

    test('projects the enabled schedules of flows that are not paused', async () => {
      const website = await addWebsite('Shop');
      const paused = await addWebsite('Paused', { status: 'paused' });
      await addFlow(website);
      await addFlow(website, {}, { cadence: 'weekly', dayOfWeek: 'monday' });
      await addFlow(website, {}, { cadence: 'monthly', dayOfMonth: 1 });
      await addFlow(website, {}, { enabled: false });
      await addFlow(website, { status: 'paused' });
      await addFlow(paused);
      expect((await admin('GET', '/organizations/me/usage')).body.projectedTestRuns).toBe(35);
    });

    test('has zeros for a month before there was an organization, the first year included', async () => {
      for (const month of ['2001-02', '0000-01']) {
        const { status, body } = await admin('GET', `/organizations/me/usage?month=${month}`);
        expect(status).toBe(200);
        expect(body).toMatchObject({ month, periodStart: `${month}-01T00:00:00.000Z` });
        expect(body).toMatchObject({ testRuns: { used: 0 }, uxAudits: { used: 0 }, byWebsite: [] });
      }
    });

    test.each(['2026-13', '9999-12', '2026-5', 'may'])('refuses the month %s with 400', async (month) => {
      const reply = await admin('GET', `/organizations/me/usage?month=${month}`);
      expect([reply.status, slugOf(reply)]).toEqual([400, 'validation-failed']);
      expect(reply.body.errors[0].pointer).toBe('query/month');
    });

    test('shows the runs of a trial as the limit', async () => {
      await sql`
        update organizations set plan = null, subscription_status = 'trialing',
          trial_started_at = now() - interval '1 day', trial_ends_at = now() + interval '13 days'
        where id = ${organizationId()}`.execute(database.kysely);
      expect((await admin('GET', '/organizations/me/usage')).body).toMatchObject({
        plan: null,
        testRuns: { limit: 100 },
      });
      expect((await admin('GET', '/organizations/me')).body.limits.testRunsPerMonth).toBe(100);
    });
  });

  describe('getOrganizationStatistics', () => {
    test('counts the period for runs and audits, and now for the rest', async () => {
      const website = await addWebsite('Shop');
      const paused = await addWebsite('Paused', { status: 'paused' });
      await addFlow(website, { setup_status: 'failed' });
      await addFlow(website, { status: 'paused' });
      await addFlow(paused);
      const at = new Date('2026-05-15T12:00:00Z');
      for (const status of ['passed', 'passed', 'passed', 'failed', 'canceled', 'running']) {
        await addRun(website, { trigger: 'api', status, queued_at: at });
      }
      await addRun(website, {
        trigger: 'api',
        status: 'failed',
        queued_at: new Date('2026-06-01T00:00:00Z'),
      });
      for (const score of [80, 89]) {
        await database.kysely
          .insertInto('ux_audits')
          .values({
            organization_id: organizationId(),
            website_id: website,
            status: 'completed',
            score,
            created_at: at,
          })
          .execute();
      }
      const query = 'from=2026-05-01T00:00:00Z&to=2026-06-01T02:00:00%2B02:00';
      const { status, body } = await admin('GET', `/organizations/me/statistics?${query}`);
      expect(status).toBe(200);
      expect(body).toEqual({
        from: '2026-05-01T00:00:00.000Z',
        to: '2026-06-01T00:00:00.000Z',
        websites: { total: 2, active: 1, paused: 1, disconnected: 0 },
        testFlows: { total: 3, active: 1, paused: 2, setupError: 1 },
        testRuns: { total: 6, passed: 3, failed: 1, canceled: 1, unfinished: 1, passRate: 0.75 },
        uxAudits: { total: 2, averageScore: 84.5 },
        teamMembers: { total: 2, admins: 1, collaborators: 1, pendingInvites: 0 },
      });
    });

    test('counts websites that do not answer, audits and open invitations, each as far as it is seen', async () => {
      const [given, hidden] = [await addWebsite('Given'), await addWebsite('Hidden', { status: 'paused' })];
      for (const [id, status] of [
        [given, 'blocked'],
        [hidden, 'disconnected'],
      ]) {
        await sql`update websites set connection_status = ${status} where id = ${id}`.execute(
          database.kysely,
        );
        await addFlow(id ?? '', { setup_status: 'failed' });
        await sql`
          insert into ux_audits (organization_id, website_id, status, score)
          values (${organizationId()}, ${id}, 'completed', 60), (${organizationId()}, ${id}, 'failed', null)`.execute(
          database.kysely,
        );
      }
      await sql`
        insert into invites (organization_id, email, role, status, expires_at) values
          (${organizationId()}, 'open@test.example', 'admin', 'pending', now() + interval '1 day'),
          (${organizationId()}, 'late@test.example', 'admin', 'pending', now()),
          (${organizationId()}, 'back@test.example', 'admin', 'revoked', now() + interval '1 day')`.execute(
        database.kysely,
      );
      const { body } = await admin('GET', '/organizations/me/statistics');
      expect(body).toMatchObject({
        websites: { total: 2, active: 1, paused: 1, disconnected: 2 },
        testFlows: { total: 2, setupError: 2 },
        uxAudits: { total: 4, averageScore: 60 },
        teamMembers: { pendingInvites: 1 },
      });
      const usage = await admin('GET', '/organizations/me/usage');
      expect(usage.body.uxAudits).toEqual({ used: 4, limit: 200, remaining: 196 });
      const { id: member } = await database.kysely
        .updateTable('members')
        .set({ all_websites: false })
        .where('user_id', '=', identities.collaborator.userId)
        .returning('id')
        .executeTakeFirstOrThrow();
      await sql`insert into member_websites values (${member}, ${given})`.execute(database.kysely);
      const seen = await callerOf(app.fetch, identities.collaborator.token)(
        'GET',
        '/organizations/me/statistics',
      );
      expect(seen.body).toMatchObject({
        websites: { total: 1, active: 1, paused: 0, disconnected: 1 },
        testFlows: { total: 1, setupError: 1 },
        uxAudits: { total: 2, averageScore: 60 },
        teamMembers: { total: 2, pendingInvites: 1 },
      });
    });

    test('covers the last 30 days by default', async () => {
      const { body } = await admin('GET', '/organizations/me/statistics');
      expect(Date.parse(body.to) - Date.parse(body.from)).toBe(30 * 24 * 60 * 60 * 1_000);
      expect(Math.abs(Date.parse(body.to) - Date.now())).toBeLessThan(60_000);
      expect(body.testRuns.passRate).toBeNull();
    });

    test('covers only the websites that a collaborator can access', async () => {
      const given = await addWebsite('Given');
      const hidden = await addWebsite('Hidden');
      for (const website of [given, hidden, null])
        await addRun(website, { trigger: 'api', status: 'passed' });
      const someone = await addCollaborator([given]);
      const statistics = await callerOf(app.fetch, someone.token)('GET', '/organizations/me/statistics');
      expect(statistics.body).toMatchObject({ websites: { total: 1 }, testRuns: { total: 1 } });
      const everything = await admin('GET', '/organizations/me/statistics');
      expect(everything.body).toMatchObject({ websites: { total: 2 }, testRuns: { total: 3 } });
    });

    test.each([
      'from=2026-06-01T00:00:00Z&to=2026-05-01T00:00:00Z',
      'from=yesterday',
      'from=9999-01-01T00:00:00Z',
      'to=9999-12-31T23:59:59-01:00',
      'to=0000-01-01T00:00:00Z',
    ])('refuses %s with 400', async (query) => {
      const reply = await admin('GET', `/organizations/me/statistics?${query}`);
      expect([reply.status, slugOf(reply)]).toEqual([400, 'validation-failed']);
    });
  });

  describe('getTrialEligibility', () => {
    const trial = async (columns: string) => {
      await sql`update organizations set ${sql.raw(columns)} where id = ${organizationId()}`.execute(
        database.kysely,
      );
      return (await admin('GET', '/organizations/me/trial')).body;
    };

    test('says why a trial can or cannot start', async () => {
      expect(await trial(`plan = 'plus'`)).toEqual({
        eligible: false,
        reason: 'already-subscribed',
        trial: null,
      });
      expect(await trial('plan = null')).toEqual({ eligible: true, reason: 'eligible', trial: null });
      const running = `trial_started_at = now() - interval '1 day', trial_ends_at = now() + interval '1 day'`;
      expect(await trial(running)).toMatchObject({
        eligible: false,
        reason: 'trial-active',
        trial: { status: 'active', testRunLimit: 100 },
      });
      expect(await trial(`trial_ends_at = now() - interval '1 hour'`)).toMatchObject({
        eligible: false,
        reason: 'trial-used',
        trial: { status: 'expired' },
      });
    });
  });

  describe('getCurrentUser', () => {
    test('shows the user, the membership and every organization', async () => {
      const invite = await identities.invite(identities.collaborator);
      const call = callerOf(app.fetch, identities.collaborator.token);
      await call('PATCH', `/team/invites/${invite}/accept`);
      const { status, body } = await call('GET', '/users/me');
      expect(status).toBe(200);
      expect(body).toMatchObject({
        id: identities.collaborator.userId,
        firstName: 'Test',
        membership: {
          organizationId: organizationId(),
          role: 'collaborator',
          allWebsites: true,
          websiteIds: [],
        },
      });
      expect(body.organizations).toHaveLength(2);
      expect(body.organizations.map(({ name }: Json) => name)).toEqual(
        body.organizations.map(({ name }: Json) => name).sort(),
      );
    });
  });

  describe('createToken', () => {
    test('answers the secret with the place of the token, and the token works', async () => {
      const body = { name: 'CI', scopes: ['read:organization'], expiresAt: inDays(30) };
      const created = await admin('POST', '/tokens', { body });
      expect(created.status).toBe(201);
      expect(created.headers.get('location')).toBe(`/api/v1/tokens/${created.body.id}`);
      const { token, ...shown } = created.body;
      expect(shown).toMatchObject({ ...body, createdVia: 'api', lastUsedAt: null });
      expect((await admin('GET', `/tokens/${shown.id}`)).body).toEqual(shown);
      expect((await callerOf(app.fetch, token)('GET', '/organizations/me')).status).toBe(200);
    });

    test('keeps its name without the blanks around it, and refuses one of blanks only', async () => {
      const name = (text: string) =>
        admin('POST', '/tokens', { body: { name: text, scopes: ['read:tokens'] } });
      expect((await name(' CI ')).body.name).toBe('CI');
      const reply = await name('  ');
      expect([reply.status, reply.body.errors[0].pointer]).toEqual([400, '/name']);
    });

    test('takes null for a token that does not expire', async () => {
      const body = { name: 'CI', scopes: ['read:organization'], expiresAt: null };
      expect((await admin('POST', '/tokens', { body })).body.expiresAt).toBeNull();
    });

    test.each([
      [{ scopes: ['read:tokens'] }, '/name'],
      [{ name: 'x', scopes: [] }, '/scopes'],
      [{ name: 'x', scopes: ['read:tokens', 'read:tokens'] }, '/scopes'],
      [{ name: 'x', scopes: ['write:tokens'] }, '/scopes/0'],
      [{ name: 'x', scopes: ['read:tokens'], expiresAt: '2026-01-01T00:00:00Z' }, '/expiresAt'],
      [{ name: 'x', scopes: ['read:tokens'], expiresAt: '2126-01-01T00:00:00Z' }, '/expiresAt'],
      [{ name: 'x', scopes: ['read:tokens'], expiresAt: 'tomorrow' }, '/expiresAt'],
      [{ name: 'x', scopes: ['read:tokens'], userId: randomUUID() }, '/userId'],
    ])('refuses %j with 400 at %s', async (body, pointer) => {
      const reply = await admin('POST', '/tokens', { body });
      expect([reply.status, slugOf(reply)]).toEqual([400, 'validation-failed']);
      expect(reply.body.errors[0].pointer).toBe(pointer);
    });
  });

  describe('getToken, listTokens, revokeToken', () => {
    const create = async () =>
      (await admin('POST', '/tokens', { body: { name: 'one', scopes: tokenScopes } })).body;

    test('list the newest first, without secrets', async () => {
      const { token, ...first } = await create();
      const { body } = await admin('GET', '/tokens');
      expect(body[0]).toEqual(first);
      expect(JSON.stringify(body)).not.toContain(token);
    });

    test('do not find a revoked or expired token', async () => {
      const [revoked, expired] = [await create(), await create()];
      expect((await admin('DELETE', `/tokens/${revoked.id}`)).status).toBe(204);
      await sql`update tokens set expires_at = now() where id = ${expired.id}`.execute(database.kysely);
      const ids = (await admin('GET', '/tokens?limit=100')).body.map(({ id }: Json) => id);
      for (const { id } of [revoked, expired]) {
        expect(ids).not.toContain(id);
        expect(slugOf(await admin('GET', `/tokens/${id}`))).toBe('not-found');
        expect(slugOf(await admin('DELETE', `/tokens/${id}`))).toBe('not-found');
      }
    });

    test('O-1: do not find a token of another user or organization', async () => {
      const { id } = await create();
      for (const { token } of [identities.collaborator, identities.other]) {
        const call = callerOf(app.fetch, token);
        expect((await call('GET', `/tokens/${id}`)).status).toBe(404);
        expect((await call('DELETE', `/tokens/${id}`)).status).toBe(404);
      }
      expect((await admin('GET', `/tokens/${id}`)).status).toBe(200);
    });

    test.each(['abc-123', '6f1c2a34', '%00', '..%2f..', 'urn:uuid:6f1c2a34-8b7d-4e5f-9a0b-1c2d3e4f5a6b'])(
      'H-7: answer the id %s with 404',
      async (id) => {
        expect((await admin('GET', `/tokens/${id}`)).status).toBe(404);
        expect((await admin('DELETE', `/tokens/${id}`)).status).toBe(404);
      },
    );

    test('let a token revoke itself', async () => {
      const { id, token } = await create();
      const call = callerOf(app.fetch, token);
      expect((await call('DELETE', `/tokens/${id}`)).status).toBe(204);
      expect((await call('GET', '/tokens')).status).toBe(401);
    });
  });

  describe('leaveOrganization', () => {
    test('ends the membership and all tokens of the caller, and those of nobody else', async () => {
      const second = await identities.mint(tokenScopes);
      const call = callerOf(app.fetch, second.token);
      const another = (await call('POST', '/tokens', { body: { name: 'x', scopes: ['read:profile'] } })).body;
      expect((await call('DELETE', '/team/members/me')).status).toBe(204);
      expect((await call('GET', '/users/me')).status).toBe(401);
      expect((await callerOf(app.fetch, another.token)('GET', '/users/me')).status).toBe(401);
      expect((await admin('GET', '/users/me')).status).toBe(200);
    });

    test('does not bring old tokens back when the user joins again', async () => {
      const second = await identities.mint(tokenScopes);
      const call = callerOf(app.fetch, second.token);
      await call('DELETE', '/team/members/me');
      const access = { role: 'admin', allWebsites: true, websiteIds: [] } as const;
      await addMember(database.kysely, {
        organizationId: organizationId(),
        userId: second.userId,
        ...access,
      });
      expect((await call('GET', '/users/me')).status).toBe(401);
    });

    test('is refused for the only admin, and open to every collaborator', async () => {
      expect(slugOf(await admin('DELETE', '/team/members/me'))).toBe('last-admin');
      const collaborator = callerOf(app.fetch, identities.collaborator.token);
      expect((await collaborator('DELETE', '/team/members/me')).status).toBe(204);
    });

    test('O-13: of two last admins who leave at once one stays', async () => {
      const second = await identities.mint(tokenScopes);
      const replies = await Promise.all(
        [identities.admin, second].map(({ token }) =>
          callerOf(app.fetch, token)('DELETE', '/team/members/me'),
        ),
      );
      expect(replies.map(({ status }) => status).sort()).toEqual([204, 409]);
    });
  });

  describe('acceptTeamInvite', () => {
    const accept = (call: Call, id: string) => call('PATCH', `/team/invites/${id}/accept`, { key: newKey() });

    test('makes the caller a member of the inviting organization', async () => {
      const invite = await identities.invite(identities.admin);
      const reply = await accept(admin, invite);
      expect(reply.status).toBe(200);
      expect(reply.body).toMatchObject({
        userId: identities.admin.userId,
        name: 'Test admin',
        role: 'collaborator',
        allWebsites: true,
        websiteIds: [],
        lastActiveAt: null,
      });
      expect((await admin('GET', '/organizations/me')).body.id).toBe(organizationId());
    });

    test('I-1: gives the membership again for the same key, though it is of another organization', async () => {
      const host = callerOf(app.fetch, identities.other.token);
      const { email } = (await admin('GET', '/users/me')).body;
      const { body: invite } = await host('POST', '/team/invites', { body: { email, role: 'admin' } });
      const key = newKey();
      const acceptOnce = () => admin('PATCH', `/team/invites/${invite.id}/accept`, { key });
      const [first, second] = [await acceptOnce(), await acceptOnce()];
      expect([first.status, second.status]).toEqual([200, 200]);
      expect(second.headers.get('idempotency-replayed')).toBe('true');
      expect(second.body).toEqual(first.body);
      const [shown] = (await host('GET', '/team/invites?status=accepted')).body;
      expect(shown).toMatchObject({ id: invite.id, acceptedAt: expect.any(String) });
      const members = (await host('GET', '/team/members?role=admin')).body.map(({ id }: Json) => id);
      expect(members.filter((id: string) => id === first.body.id)).toHaveLength(1);
    });

    test('gives the websites that the invitation names and that are still there', async () => {
      const invite = await identities.invite(identities.other);
      const [kept, foreign] = [await addWebsite('kept'), randomUUID()];
      await sql`
        update invites set organization_id = ${organizationId()}, all_websites = false,
          website_ids = array[${kept}, ${foreign}]::uuid[]
        where id = ${invite}`.execute(database.kysely);
      const reply = await accept(callerOf(app.fetch, identities.other.token), invite);
      expect(reply.body).toMatchObject({ allWebsites: false, websiteIds: [kept] });
    });

    test('O-14: is 404 for another e-mail address, and the invitation stays', async () => {
      const invite = await identities.invite(identities.admin);
      const stranger = callerOf(app.fetch, identities.other.token);
      expect(slugOf(await accept(stranger, invite))).toBe('not-found');
      expect((await accept(admin, invite)).status).toBe(200);
    });

    test.each([
      ['accepted', `status = 'accepted'`, 'was accepted'],
      ['revoked', `status = 'revoked'`, 'was revoked'],
      ['expired', `expires_at = now()`, 'has expired'],
    ])('O-14: is 409 when it is %s', async (_status, change, words) => {
      const invite = await identities.invite(identities.admin);
      await sql`update invites set ${sql.raw(change)} where id = ${invite}`.execute(database.kysely);
      const reply = await accept(admin, invite);
      expect([reply.status, slugOf(reply)]).toEqual([409, 'invite-not-pending']);
      expect(reply.body.detail).toContain(words);
    });

    test('O-14: is used once when sent twice at once', async () => {
      const invite = await identities.invite(identities.admin);
      const replies = await Promise.all([accept(admin, invite), accept(admin, invite)]);
      expect(replies.map(({ status }) => status).sort()).toEqual([200, 409]);
    });
  });

  describe('health', () => {
    const get = async (path: string) => {
      const response = await app.fetch(new Request(`http://127.0.0.1${path}`));
      return { status: response.status, body: await response.json() };
    };

    test('is open to everybody', async () => {
      expect(await get('/health')).toMatchObject({
        status: 200,
        body: { status: 'ok', checks: [{ name: 'database', status: 'ok' }] },
      });
      expect(await get('/health/ready')).toEqual({ status: 200, body: { status: 'ok' } });
      expect(await get('/health/live')).toEqual({ status: 200, body: { status: 'ok' } });
    });
  });

  describe('operations that are not written yet', () => {
    test('are answered by what stands in, and say so', async () => {
      const standIn = await createApp({ database, unimplemented: () => Response.json([{ id: 1 }]) });
      const reply = await callerOf(standIn.fetch, identities.admin.token)('GET', '/test-runs');
      expect([reply.status, reply.body]).toEqual([200, [{ id: 1 }]]);
      expect(reply.headers.get('x-plumbline-unimplemented')).toBe('true');
      expect(reply.headers.has('x-ratelimit-limit')).toBe(true);
    });

    test('are 501 without a stand-in, after token and scope were looked at', async () => {
      const reply = await admin('GET', '/test-runs');
      expect([reply.status, slugOf(reply)]).toEqual([501, 'not-implemented']);
      const stranger = callerOf(app.fetch, identities.without.get('read:organization')?.token ?? '');
      expect((await stranger('GET', '/test-runs')).status).toBe(403);
    });
  });
}

function inDays(days: number): string {
  return new Date(Math.floor(Date.now() / 1_000) * 1_000 + days * 24 * 60 * 60 * 1_000).toISOString();
}
