import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Role } from '../src/domain/role.ts';
import { type TokenScope, tokenScopes } from '../src/domain/token-request.ts';
import { hashTokenSecret } from '../src/domain/token-secret.ts';
import { addSampleThings, type SampleThings } from '../src/seed/sample-things.ts';
import { ensureOrganization, ensureUser } from '../src/store/accounts.ts';
import { issueToken } from '../src/store/issue-token.ts';
import { addMember } from '../src/store/members.ts';
import type { Tables } from '../src/store/tables.ts';

/** An organization with one of everything that operations are about. */
export interface World extends SampleThings {
  readonly organizationId: string;
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
  const join: World['join'] = (place) => addPerson(db, { organizationId, ...place });
  // One admin is always left, whoever of the others leaves.
  await join({ role: 'admin' });
  return {
    ...(await addSampleThings(db, organizationId)),
    organizationId,
    join,
    bystander: await join({ role: 'collaborator' }),
    inviteId: await addInvite(db, organizationId, `${randomUUID()}@test.example`),
  };
}

/** An open invitation. */
export async function addInvite(db: Kysely<Tables>, organizationId: string, email: string): Promise<string> {
  const { id } = await db
    .insertInto('invites')
    .values({ organization_id: organizationId, email, role: 'collaborator', accepted_at: null })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
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
