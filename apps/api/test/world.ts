import { randomUUID } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import { initialSchedule } from '../src/domain/organization-defaults.ts';
import type { Role } from '../src/domain/role.ts';
import { type TokenScope, tokenScopes } from '../src/domain/token-request.ts';
import { hashTokenSecret } from '../src/domain/token-secret.ts';
import { ensureOrganization, ensureUser } from '../src/store/accounts.ts';
import { issueToken } from '../src/store/issue-token.ts';
import { addMember } from '../src/store/members.ts';
import type { Tables } from '../src/store/tables.ts';

/** An organization with one of everything that operations are about. */
export interface World {
  readonly organizationId: string;
  readonly websiteId: string;
  readonly formId: string;
  readonly productId: string;
  readonly flowId: string;
  readonly stepIds: readonly string[];
  readonly variableId: string;
  /** A collaborator who calls nothing. */
  readonly bystander: Person;
  /** To somebody who is no user. */
  readonly inviteId: string;
  /** Makes a member; one without all websites has those that are named. */
  join(place: { readonly role: Role; readonly websiteIds?: readonly string[] }): Promise<Person>;
}

export interface Person {
  readonly userId: string;
  readonly memberId: string;
  readonly email: string;
  /** A new token. */
  issue(scopes?: readonly TokenScope[]): Promise<string>;
}

export async function createWorld(db: Kysely<Tables>): Promise<World> {
  const { id: organizationId } = await ensureOrganization(db, { name: randomUUID(), plan: 'advanced' });
  const websiteId = await addWebsite(db, organizationId);
  const formId = await addForm(db, { organizationId, websiteId });
  const flowId = await addFlow(db, { organizationId, websiteId, formId });
  const world = { organizationId, websiteId, formId, flowId };
  const join: World['join'] = (place) => addPerson(db, { organizationId, ...place });
  await addResults(db, world);
  // One admin is always left, whoever of the others leaves.
  await join({ role: 'admin' });
  return {
    ...world,
    join,
    bystander: await join({ role: 'collaborator' }),
    productId: await addProduct(db, world),
    stepIds: await addSteps(db, world),
    variableId: await addVariable(db, organizationId),
    inviteId: await addInvite(db, organizationId, `${randomUUID()}@test.example`),
  };
}

/** An open invitation. */
export async function addInvite(db: Kysely<Tables>, organizationId: string, email: string): Promise<string> {
  return idOf(
    db
      .insertInto('invites')
      .values({
        organization_id: organizationId,
        email,
        role: 'collaborator',
        accepted_at: null,
      })
      .returning('id'),
  );
}

/** The id of a token by its secret. */
export async function tokenIdOf(db: Kysely<Tables>, secret: string): Promise<string> {
  const { id } = await db
    .selectFrom('tokens')
    .select('id')
    .where('secret_hash', '=', hashTokenSecret(secret))
    .executeTakeFirstOrThrow();
  return id;
}

interface NewPerson {
  readonly organizationId: string;
  readonly role: Role;
  readonly websiteIds?: readonly string[];
}

async function addPerson(db: Kysely<Tables>, person: NewPerson): Promise<Person> {
  const { organizationId, role, websiteIds } = person;
  const email = `${randomUUID()}@test.example`;
  const userId = await ensureUser(db, { email, firstName: 'Test', lastName: role });
  const access = { role, allWebsites: websiteIds === undefined, websiteIds: websiteIds ?? [] };
  const memberId = await addMember(db, { ...access, organizationId, userId });
  const owner = { organizationId, userId };
  return {
    userId,
    memberId,
    email,
    issue: (scopes = tokenScopes) => issueToken(db, owner, { name: 'test', scopes }),
  };
}

async function addWebsite(db: Kysely<Tables>, organizationId: string): Promise<string> {
  return idOf(
    db
      .insertInto('websites')
      .values({
        organization_id: organizationId,
        name: 'Shop',
        url: `https://${randomUUID()}.example/`,
        connection_status: 'connected',
        woocommerce: true,
      })
      .returning('id'),
  );
}

interface Owned {
  readonly organizationId: string;
  readonly websiteId: string;
}

async function addForm(db: Kysely<Tables>, { organizationId, websiteId }: Owned): Promise<string> {
  return idOf(
    db
      .insertInto('website_forms')
      .values({
        organization_id: organizationId,
        website_id: websiteId,
        plugin: 'gravity-forms',
        external_id: '1',
        name: 'Contact',
        pages: '[]',
      })
      .returning('id'),
  );
}

async function addProduct(db: Kysely<Tables>, { organizationId, websiteId }: Owned): Promise<string> {
  const id = '311';
  await db
    .insertInto('website_products')
    .values({
      organization_id: organizationId,
      website_id: websiteId,
      id,
      name: 'Album',
      slug: 'album',
      url: 'https://shop.example/album/',
      thumbnail_url: null,
      type: 'simple',
      variations: '[]',
    })
    .execute();
  return id;
}

async function addFlow(db: Kysely<Tables>, owned: Owned & { readonly formId: string }): Promise<string> {
  return idOf(
    db
      .insertInto('test_flows')
      .values({
        organization_id: owned.organizationId,
        website_id: owned.websiteId,
        name: 'Contact form',
        type: 'gravity-forms',
        form_id: owned.formId,
        schedule: JSON.stringify(initialSchedule),
        setup_status: 'ready',
        setup_finished_at: sql<Date>`now()`,
      })
      .returning('id'),
  );
}

async function addSteps(
  db: Kysely<Tables>,
  { organizationId, flowId }: { readonly organizationId: string; readonly flowId: string },
): Promise<readonly string[]> {
  const rows = await db
    .insertInto('test_steps')
    .values(
      ['#one', '#two'].map((selector, rank) => ({
        organization_id: organizationId,
        test_flow_id: flowId,
        rank,
        type: 'click' as const,
        params: JSON.stringify({ selector }),
      })),
    )
    .returning('id')
    .execute();
  return rows.map(({ id }) => id);
}

async function addVariable(db: Kysely<Tables>, organizationId: string): Promise<string> {
  return idOf(
    db
      .insertInto('variables')
      .values({ organization_id: organizationId, key: 'COMPANY', value: 'Acme' })
      .returning('id'),
  );
}

/** A test run and an audit that are over. */
async function addResults(
  db: Kysely<Tables>,
  { organizationId, websiteId, flowId }: Owned & { readonly flowId: string },
): Promise<void> {
  const owned = { organization_id: organizationId, website_id: websiteId };
  await db
    .insertInto('test_runs')
    .values({
      ...owned,
      test_flow_id: flowId,
      trigger: 'api',
      status: 'passed',
      finished_at: sql<Date>`now()`,
    })
    .execute();
  await db
    .insertInto('ux_audits')
    .values({ ...owned, status: 'completed', score: 90 })
    .execute();
}

/** Runs an insertion of one row and gives its id. */
async function idOf(insertion: {
  executeTakeFirstOrThrow(): Promise<{ readonly id: string }>;
}): Promise<string> {
  const { id } = await insertion.executeTakeFirstOrThrow();
  return id;
}
