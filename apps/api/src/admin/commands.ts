import type { Plan } from '../domain/plan.ts';
import { type TokenScope, tokenScopes } from '../domain/token-request.ts';
import { exportPublicKey } from '../helper-plugin/plugin-keys.ts';
import { seedDemo } from '../seed/demo.ts';
import { ensureOrganization, ensureUser, findMemberByEmail, findOrganization } from '../store/accounts.ts';
import type { Database } from '../store/database.ts';
import { issueToken } from '../store/issue-token.ts';
import { addMember } from '../store/members.ts';
import { loadPluginKeys } from '../store/settings.ts';
import { WrongUsage } from './wrong-usage.ts';

export type Flags = Readonly<Record<string, string | boolean | undefined>>;

/** Reads its flags before the database is opened; what it then does gives the text to print. */
export type Command = (flags: Flags) => (database: Database) => Promise<string>;

/** Opening the database has already brought it up to date. */
export const migrate: Command = () => async () => 'The tables are up to date.';

export const seed: Command = () => async (database) => {
  const { organization, admin, token } = await seedDemo(database);
  return `${organization} is there. A token of ${admin}, shown this once:\n${token}`;
};

export const showPluginKey: Command =
  () =>
  async ({ kysely }) =>
    exportPublicKey(await loadPluginKeys(kysely)).trimEnd();

export const createToken: Command = (flags) => {
  const slug = required(flags, 'organization');
  const email = required(flags, 'email');
  const scopes = readScopes(text(flags, 'scopes'));
  const expiresAt = readDays(text(flags, 'days'));
  const name = text(flags, 'name') ?? 'Command line';
  return async ({ kysely }) => {
    const organization = await findOrganization(kysely, slug);
    if (organization === undefined) throw new WrongUsage(`There is no organization "${slug}".`);
    const member = await findMemberByEmail(kysely, organization.id, email);
    if (member === undefined) throw new WrongUsage(`${email} is not a member of ${organization.name}.`);
    const owner = { organizationId: organization.id, userId: member.userId };
    return issueToken(kysely, owner, { name, scopes, expiresAt });
  };
};

export const createOrganization: Command = (flags) => {
  const name = required(flags, 'name');
  const plan = readPlan(text(flags, 'plan') ?? 'none');
  const email = required(flags, 'email');
  const firstName = required(flags, 'first-name');
  const lastName = required(flags, 'last-name');
  return ({ kysely }) =>
    kysely.transaction().execute(async (db) => {
      const organization = await ensureOrganization(db, { name, plan });
      if (!organization.isNew) throw new WrongUsage(`There is an organization "${name}" already.`);
      const userId = await ensureUser(db, { email, firstName, lastName });
      const access = { role: 'admin', allWebsites: true, websiteIds: [] } as const;
      await addMember(db, { organizationId: organization.id, userId, ...access });
      return `${name} was made, with the admin ${email}.`;
    });
};

function text(flags: Flags, name: string): string | undefined {
  const value = flags[name];
  return typeof value === 'string' ? value : undefined;
}

function required(flags: Flags, name: string): string {
  const value = text(flags, name);
  if (value === undefined || value.trim() === '') throw new WrongUsage(`--${name} is needed.`);
  return value;
}

function readScopes(list: string | undefined): readonly TokenScope[] {
  if (list === undefined) return tokenScopes;
  const names = list.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !tokenScopes.some((scope) => scope === name));
  if (unknown !== undefined) {
    throw new WrongUsage(`There is no scope "${unknown}". The scopes are ${tokenScopes.join(', ')}.`);
  }
  return tokenScopes.filter((scope) => names.includes(scope));
}

function readDays(days: string | undefined): Date | null {
  if (days === undefined) return null;
  const number = /^\d{1,3}$/.test(days) ? Number(days) : 0;
  if (number < 1 || number > 365) throw new WrongUsage(`--days is "${days}". Use 1 to 365.`);
  return new Date(Date.now() + number * 24 * 60 * 60 * 1000);
}

function readPlan(name: string): Plan {
  if (name === 'none') return null;
  if (name === 'essential' || name === 'plus' || name === 'advanced') return name;
  throw new WrongUsage(`There is no plan "${name}". The plans are essential, plus, advanced and none.`);
}
