import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Role } from '../domain/role.ts';
import { type TokenScope, tokenScopes } from '../domain/token-request.ts';
import { ensureOrganization, ensureUser } from '../store/accounts.ts';
import type { Database } from '../store/database.ts';
import { issueToken } from '../store/issue-token.ts';
import { addMember } from '../store/members.ts';
import type { Tables } from '../store/tables.ts';

/** Somebody with a token, for tests that hold the service against its description. */
export interface TestIdentity {
  readonly name: string;
  readonly token: string;
  readonly scopes: readonly TokenScope[];
  readonly role: Role;
  readonly organizationId: string;
  readonly userId: string;
}

export interface TestIdentities {
  /** All scopes. */
  readonly admin: TestIdentity;
  /** All scopes, by role a collaborator with access to all websites. */
  readonly collaborator: TestIdentity;
  /** An admin of another organization, with all scopes. */
  readonly other: TestIdentity;
  /** By scope: the admin with all scopes but this one. */
  readonly without: ReadonlyMap<TokenScope, TestIdentity>;
  /** A new member of the first organization with a token of its own, free to be used up. */
  mint(scopes: readonly TokenScope[], role?: Role): Promise<TestIdentity>;
  /** Another token of somebody, with other scopes. */
  reissue(identity: TestIdentity, scopes: readonly TokenScope[]): Promise<string>;
  /** Invites somebody to an organization of its own, and gives the id of the pending invitation. */
  invite(identity: TestIdentity): Promise<string>;
}

/** Makes two organizations of their own with everybody that contract tests need. */
export async function createTestIdentities(database: Database): Promise<TestIdentities> {
  const db = database.kysely;
  const tag = randomUUID().slice(0, 8);
  const first = await ensureOrganization(db, { name: `Test ${tag}`, plan: 'advanced' });
  const second = await ensureOrganization(db, { name: `Other ${tag}`, plan: 'advanced' });
  const makeIdentity = (name: string, role: Role, scopes: readonly TokenScope[]) =>
    addIdentity(db, { name, role, scopes, organizationId: first.id });

  const admin = await makeIdentity('admin', 'admin', tokenScopes);
  const collaborator = await makeIdentity('collaborator', 'collaborator', tokenScopes);
  const other = await addIdentity(db, {
    name: 'other organization',
    role: 'admin',
    scopes: tokenScopes,
    organizationId: second.id,
  });
  const without = new Map<TokenScope, TestIdentity>();
  for (const scope of tokenScopes) {
    const scopes = tokenScopes.filter((one) => one !== scope);
    const name = `without ${scope}`;
    without.set(scope, { ...admin, name, scopes, token: await issueToken(db, admin, { name, scopes }) });
  }
  return {
    admin,
    collaborator,
    other,
    without,
    mint: (scopes, role = 'admin') => makeIdentity('minted', role, scopes),
    reissue: (identity, scopes) => issueToken(db, identity, { name: identity.name, scopes }),
    invite: (identity) => inviteTo(db, identity),
  };
}

interface NewIdentity {
  readonly name: string;
  readonly role: Role;
  readonly scopes: readonly TokenScope[];
  readonly organizationId: string;
}

async function addIdentity(db: Kysely<Tables>, identity: NewIdentity): Promise<TestIdentity> {
  const { organizationId, role, scopes, name } = identity;
  const email = `${randomUUID()}@test.example`;
  const userId = await ensureUser(db, { email, firstName: 'Test', lastName: name });
  await addMember(db, { organizationId, userId, role, allWebsites: true, websiteIds: [] });
  const token = await issueToken(db, { organizationId, userId }, { name, scopes });
  return { name, token, scopes, role, organizationId, userId };
}

async function inviteTo(db: Kysely<Tables>, identity: TestIdentity): Promise<string> {
  const host = await ensureOrganization(db, { name: `Host ${randomUUID()}`, plan: 'plus' });
  const { email } = await db
    .selectFrom('users')
    .select('email')
    .where('id', '=', identity.userId)
    .executeTakeFirstOrThrow();
  const { id } = await db
    .insertInto('invites')
    .values({ organization_id: host.id, email, role: 'collaborator', accepted_at: null })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}
