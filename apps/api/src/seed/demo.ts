import { type Kysely, sql } from 'kysely';
import { initialSchedule } from '../domain/organization-defaults.ts';
import { tokenScopes } from '../domain/token-request.ts';
import { ensureOrganization, ensureUser } from '../store/accounts.ts';
import type { Database } from '../store/database.ts';
import { issueToken } from '../store/issue-token.ts';
import { addMember } from '../store/members.ts';
import type { Tables } from '../store/tables.ts';

/** What the demo organization can be tried with. */
export interface Demo {
  readonly organization: string;
  readonly admin: string;
  /** The secret of a new token of the admin with all scopes. It is shown here and never again. */
  readonly token: string;
}

/**
 * Makes the demo organization "Acme Agency" with an admin, a collaborator, two websites, a pending
 * invitation and some test runs, and a second organization beside it. What is there stays as it is, so
 * it can be run again; each run makes one new token.
 */
export async function seedDemo(database: Database): Promise<Demo> {
  return database.kysely.transaction().execute(async (db) => {
    const acme = await ensureOrganization(db, { name: 'Acme Agency', plan: 'advanced' });
    const dana = await ensureUser(db, { email: 'dana@acme.example', firstName: 'Dana', lastName: 'Reyes' });
    const beacon = await ensureOrganization(db, { name: 'Beacon Studio', plan: null });
    await addMember(db, { organizationId: acme.id, userId: dana, ...everyWebsite, role: 'admin' });
    if (acme.isNew) await fillAcme(db, acme.id, dana);
    if (beacon.isNew) await fillBeacon(db, beacon.id);
    const owner = { organizationId: acme.id, userId: dana };
    const token = await issueToken(db, owner, { name: 'Demo', scopes: tokenScopes });
    return { organization: 'Acme Agency', admin: 'Dana Reyes', token };
  });
}

const everyWebsite = { allWebsites: true, websiteIds: [] };

async function fillAcme(db: Kysely<Tables>, organizationId: string, dana: string): Promise<void> {
  const shop = await addWebsite(db, organizationId, { name: 'Acme Shop', url: 'https://shop.acme.example/' });
  const blog = await addWebsite(db, organizationId, { name: 'Acme Blog', url: 'https://blog.acme.example/' });
  const kim = await ensureUser(db, { email: 'kim@acme.example', firstName: 'Kim', lastName: 'Larsen' });
  const access = { allWebsites: false, websiteIds: [shop] };
  await addMember(db, { organizationId, userId: kim, role: 'collaborator', ...access });
  await db
    .insertInto('invites')
    .values({
      organization_id: organizationId,
      email: 'lee@acme.example',
      role: 'collaborator',
      all_websites: false,
      website_ids: [blog],
      invited_by: dana,
      accepted_at: null,
    })
    .execute();
  await addRuns(db, { organizationId, websiteId: shop, flow: 'Checkout', passed: 28, failed: 2 });
  await addRuns(db, { organizationId, websiteId: blog, flow: 'Contact form', passed: 29, failed: 1 });
}

async function fillBeacon(db: Kysely<Tables>, organizationId: string): Promise<void> {
  const robin = await ensureUser(db, {
    email: 'robin@beacon.example',
    firstName: 'Robin',
    lastName: 'Okafor',
  });
  await addMember(db, { organizationId, userId: robin, role: 'admin', ...everyWebsite });
}

async function addWebsite(
  db: Kysely<Tables>,
  organizationId: string,
  website: { readonly name: string; readonly url: string },
): Promise<string> {
  const { id } = await db
    .insertInto('websites')
    .values({ organization_id: organizationId, connection_status: 'connected', ...website })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

interface PastRuns {
  readonly organizationId: string;
  readonly websiteId: string;
  readonly flow: string;
  readonly passed: number;
  readonly failed: number;
}

/** A flow that ran once a day, the failures last. */
async function addRuns(db: Kysely<Tables>, runs: PastRuns): Promise<void> {
  const { organizationId, websiteId } = runs;
  const flow = await db
    .insertInto('test_flows')
    .values({
      organization_id: organizationId,
      website_id: websiteId,
      name: runs.flow,
      setup_status: 'ready',
      schedule: JSON.stringify(initialSchedule),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await sql`
    insert into test_runs (organization_id, website_id, test_flow_id, status, trigger, queued_at, finished_at)
    select ${organizationId}, ${websiteId}, ${flow.id},
      case when day < ${runs.failed}::integer then 'failed' else 'passed' end, 'scheduled',
      now() - day * interval '1 day', now() - day * interval '1 day' + interval '90 seconds'
    from generate_series(0, ${runs.passed + runs.failed}::integer - 1) as day
  `.execute(db);
}
