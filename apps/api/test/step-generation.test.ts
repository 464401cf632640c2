import { setTimeout as wait } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, describe, expect, test } from 'vitest';
import { createApp } from '../src/app.ts';
import { createStepGenerator } from '../src/jobs/generate-steps.ts';
import { createTestIdentities } from '../src/seed/test-identities.ts';
import { type Database, openDatabase } from '../src/store/database.ts';
import { callerOf, type Json, type Reply } from './caller.ts';
import { openPostgres } from './databases.ts';
import { startStandInSite } from './stand-in-site/stand-in-site.ts';
import { watchStatements } from './suites/watch-statements.ts';

const postgres = await openPostgres();
const embedded = await openDatabase({ kind: 'memory' });
const opened = [await openWorld(postgres), await openWorld(embedded)] as const;

describe('on PostgreSQL', () => testGeneration(opened[0]));
describe('on the embedded database', () => testGeneration(opened[1]));

afterAll(async () => {
  for (const { app, site, database } of opened) {
    await app.close();
    await site.close();
    await database.close();
  }
});

/** A server that works, and a website that it may visit. */
async function openWorld(database: Database) {
  const watched = watchStatements(database);
  const app = await createApp({ database: watched, requestsPerMinute: 100_000, allowLoopback: true });
  const site = await startStandInSite({ publicKey: app.sitePublicKey });
  const identities = await createTestIdentities(database);
  const admin = callerOf(app.fetch, identities.admin.token);
  const { body: website } = await admin('POST', '/websites', { body: { url: site.url } });
  await admin('PATCH', `/websites/${website.id}/verify`);
  await admin('PATCH', `/websites/${website.id}/forms/sync`);
  await app.startWorking();
  return { app, site, database, admin, website };
}

type World = Awaited<ReturnType<typeof openWorld>>;

function testGeneration({ admin, database, site, website }: World): void {
  async function createFor(type: string): Promise<Reply> {
    const forms = await admin('GET', `/websites/${website.id}/forms?plugin=${type}`);
    return admin('POST', '/test-flows', { body: { type, websiteId: website.id, formId: forms.body[0]?.id } });
  }

  /** The flow once its set-up is over. */
  async function settled(id: string): Promise<Json> {
    for (let asked = 0; asked < 200; asked += 1) {
      const { body } = await admin('GET', `/test-flows/${id}`);
      if (body.setup.finishedAt !== null) return body;
      await wait(100);
    }
    throw new Error('The set-up does not end.');
  }

  const stepsOf = async (id: string) => (await admin('GET', `/test-flows/${id}/steps`)).body;

  test('a flow for a form is ready with steps that fill in its fields and send it', async () => {
    const { status, body } = await createFor('contact-form-7');
    expect([status, body.setup.status]).toEqual([201, 'pending']);
    const flow = await settled(body.id);
    expect(flow.setup).toMatchObject({ status: 'ready', errorCode: null, errorMessage: null });
    const steps = await stepsOf(body.id);
    expect(steps.map(({ type }: Json) => type)).toEqual([
      'go-to-url',
      'assign',
      'assign',
      'assign',
      'assign',
      'submit-form',
      'assert-form-submitted',
      'assert-email-received-in-test-inbox',
    ]);
    expect(steps.every(({ generated }: Json) => generated)).toBe(true);
    expect([flow.stepCount, flow.stepsRevision]).toEqual([8, 2]);
    expect((await admin('POST', `/test-flows/${body.id}/run`)).status).toBe(201);
  });

  test('a flow for a checkout is ready with the steps of a purchase', async () => {
    const { body } = await admin('POST', '/test-flows', {
      body: { type: 'woocommerce', websiteId: website.id },
    });
    expect((await settled(body.id)).setup.status).toBe('ready');
    expect((await stepsOf(body.id)).map(({ type }: Json) => type)).toContain('place-order');
  });

  test('a form whose fields a script draws fails the set-up, and says why', async () => {
    const { body } = await createFor('ninja-forms');
    const flow = await settled(body.id);
    expect(flow.setup).toMatchObject({ status: 'failed', errorCode: 'form-drawn-by-script' });
    expect(flow.setup.errorMessage).toMatch(/script/);
    const run = await admin('POST', `/test-flows/${body.id}/run`);
    expect([run.status, run.body.type]).toEqual([409, expect.stringMatching(/test-flow-not-ready$/)]);
  });

  test('a page without the form fails the set-up; a rebuild on the right page mends it', async () => {
    const { body } = await createFor('wpforms');
    await settled(body.id);
    await admin('PATCH', `/test-flows/${body.id}`, { body: { pageUrl: `${site.url}contact/` } });
    await admin('PATCH', `/test-flows/${body.id}/rebuild`);
    const failed = await settled(body.id);
    expect(failed).toMatchObject({ setup: { status: 'failed', errorCode: 'form-not-found' }, stepCount: 0 });
    await admin('PATCH', `/test-flows/${body.id}`, { body: { pageUrl: `${site.url}newsletter/` } });
    expect((await admin('PATCH', `/test-flows/${body.id}/rebuild`)).body.setup.errorCode).toBeNull();
    expect((await settled(body.id)).setup.status).toBe('ready');
  });

  test('the job of an earlier set-up writes nothing any more', async () => {
    const { body } = await createFor('gravity-forms');
    const flow = await settled(body.id);
    const generator = createStepGenerator(database.kysely, {
      sites: {
        checkTarget: () => null,
        close: async () => undefined,
        publicKey: '',
        plugin: {
          checkHealth: refuse,
          readForms: refuse,
          readProducts: refuse,
          readSiteInfo: refuse,
          readFormPage: refuse,
        },
      },
      secrets: { seal: refuse, open: refuse },
    });
    const { rows } = await sql<{ organization_id: string }>`
      select organization_id from test_flows where id = ${body.id}`.execute(database.kysely);
    const job = { organizationId: rows[0]?.organization_id ?? '', testFlowId: body.id };
    const setups = [
      { setup_status: 'ready', setup_attempt: 2 },
      { setup_status: 'in-progress', setup_attempt: 3 },
    ] as const;
    for (const setup of setups) {
      await database.kysely.updateTable('test_flows').set(setup).where('id', '=', body.id).execute();
      for (const attempt of [0, 1, 2]) {
        await generator.work({ ...job, attempt }, AbortSignal.timeout(5_000));
        await generator.giveUp?.({ ...job, attempt });
      }
      expect((await admin('GET', `/test-flows/${body.id}`)).body).toMatchObject({
        setup: { ...flow.setup, status: setup.setup_status },
        stepsRevision: flow.stepsRevision,
      });
    }
  });

  test('a set-up that no server could end has failed', async () => {
    const { body } = await createFor('gravity-forms');
    await settled(body.id);
    await sql`update test_flows set setup_status = 'in-progress', setup_finished_at = null where id = ${body.id}`.execute(
      database.kysely,
    );
    await sql`
      insert into pgboss.job (name, data)
      select 'generate-test-steps.failed', jsonb_build_object(
        'organizationId', organization_id, 'testFlowId', id, 'attempt', setup_attempt)
      from test_flows where id = ${body.id}`.execute(database.kysely);
    expect((await settled(body.id)).setup).toMatchObject({ status: 'failed', errorCode: 'interrupted' });
  });
}

function refuse(): never {
  throw new Error('Nothing is to be asked.');
}
