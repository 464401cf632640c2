import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Role } from '../domain/role.ts';
import { type TokenScope, tokenScopes } from '../domain/token-request.ts';
import { ensureOrganization, ensureUser } from '../store/accounts.ts';
import type { Database } from '../store/database.ts';
import { issueToken } from '../store/issue-token.ts';
import { addMember } from '../store/members.ts';
import type { Tables } from '../store/tables.ts';
import { addSampleThings, type SampleThings } from './sample-things.ts';

/** Somebody with a token, for tests that hold the service against its description. */
export interface TestIdentity {
  readonly name: string;
  readonly token: string;
  readonly scopes: readonly TokenScope[];
  readonly role: Role;
  readonly organizationId: string;
  readonly userId: string;
  readonly memberId: string;
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
  /** Gives the organization of somebody one of everything, on the site at that address if one is there. */
  furnish(where?: FurnishedPlace): Promise<SampleThings>;
  /** Deletes all organizations and users that were made here, with everything that belongs to them. */
  remove(): Promise<void>;
}

export interface FurnishedPlace {
  /** @default the admin of the first organization */
  readonly owner?: Pick<TestIdentity, 'organizationId'>;
  readonly siteUrl?: string;
}

/** Makes two organizations of their own with everybody that contract tests need. */
export async function createTestIdentities(database: Database): Promise<TestIdentities> {
  const people = new People(database.kysely);
  const tag = randomUUID().slice(0, 8);
  const first = await people.addOrganization(`Test ${tag}`);
  const second = await people.addOrganization(`Other ${tag}`);
  const admin = await people.add({ name: 'admin', role: 'admin', organizationId: first });
  return {
    admin,
    collaborator: await people.add({ name: 'collaborator', role: 'collaborator', organizationId: first }),
    other: await people.add({ name: 'other organization', role: 'admin', organizationId: second }),
    without: await withoutEach(people, admin),
    mint: (scopes, role = 'admin') => people.add({ name: 'minted', role, scopes, organizationId: first }),
    reissue: (identity, scopes) => people.issue(identity, scopes),
    invite: (identity) => people.invite(identity),
    furnish: ({ owner = admin, siteUrl } = {}) =>
      addSampleThings(database.kysely, owner.organizationId, siteUrl),
    remove: () => people.remove(),
  };
}

async function withoutEach(
  people: People,
  admin: TestIdentity,
): Promise<ReadonlyMap<TokenScope, TestIdentity>> {
  const without = new Map<TokenScope, TestIdentity>();
  for (const scope of tokenScopes) {
    const scopes = tokenScopes.filter((one) => one !== scope);
    const identity = { ...admin, name: `without ${scope}`, scopes };
    without.set(scope, { ...identity, token: await people.issue(identity, scopes) });
  }
  return without;
}

interface NewPerson {
  readonly name: string;
  readonly role: Role;
  readonly organizationId: string;
  /** @default all */
  readonly scopes?: readonly TokenScope[];
}

/** Makes organizations and their members, and knows what it made. */
class People {
  readonly #db: Kysely<Tables>;
  readonly #organizations: string[] = [];
  readonly #users: string[] = [];

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  async addOrganization(name: string): Promise<string> {
    const { id } = await ensureOrganization(this.#db, { name, plan: 'advanced' });
    this.#organizations.push(id);
    return id;
  }

  async add({ name, role, organizationId, scopes = tokenScopes }: NewPerson): Promise<TestIdentity> {
    const email = `${randomUUID()}@test.example`;
    const userId = await ensureUser(this.#db, { email, firstName: 'Test', lastName: name });
    this.#users.push(userId);
    const access = { role, allWebsites: true, websiteIds: [] };
    const memberId = await addMember(this.#db, { ...access, organizationId, userId });
    const owner = { name, organizationId, userId, memberId };
    return { ...owner, role, scopes, token: await this.issue(owner, scopes) };
  }

  async issue(
    owner: Pick<TestIdentity, 'name' | 'organizationId' | 'userId'>,
    scopes: readonly TokenScope[],
  ): Promise<string> {
    return issueToken(this.#db, owner, { name: owner.name, scopes });
  }

  async invite({ userId }: TestIdentity): Promise<string> {
    const host = await this.addOrganization(`Host ${randomUUID()}`);
    const { email } = await this.#db
      .selectFrom('users')
      .select('email')
      .where('id', '=', userId)
      .executeTakeFirstOrThrow();
    const { id } = await this.#db
      .insertInto('invites')
      .values({ organization_id: host, email, role: 'collaborator', accepted_at: null })
      .returning('id')
      .executeTakeFirstOrThrow();
    return id;
  }

  async remove(): Promise<void> {
    await this.#db.deleteFrom('organizations').where('id', 'in', this.#organizations).execute();
    await this.#db.deleteFrom('users').where('id', 'in', this.#users).execute();
  }
}
