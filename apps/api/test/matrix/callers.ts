import { type Kysely, sql } from 'kysely';
import type { Role } from '../../src/domain/role.ts';
import { type TokenScope, tokenScopes } from '../../src/domain/token-request.ts';
import { createTokenSecret } from '../../src/domain/token-secret.ts';
import type { Tables } from '../../src/store/tables.ts';
import type { Person, World } from '../world.ts';

/** Somebody who tries every operation. */
export interface MatrixCaller {
  readonly name: string;
  /** False: whatever stands in the request, nobody is behind it. */
  readonly isKnown: boolean;
  readonly scopes: readonly string[];
  readonly role: Role;
  /** Of the organization whose things are asked for, or of another one. */
  readonly isOfOrganization: boolean;
  readonly seesWebsite: boolean;
  /** Makes this caller in a world. */
  enter(place: Place): Promise<Entered>;
}

export interface Place {
  readonly db: Kysely<Tables>;
  readonly world: World;
  readonly otherWorld: World;
}

export interface Entered {
  /** Undefined: the request carries none. */
  readonly token: string | undefined;
  /** Who asks, or would. */
  readonly person: Person;
}

const admin = {
  isKnown: true,
  scopes: tokenScopes,
  role: 'admin',
  isOfOrganization: true,
  seesWebsite: true,
} as const;
const collaborator = { ...admin, role: 'collaborator' } as const;
const nobody = { ...admin, isKnown: false } as const;

/** Every kind of caller; each single scope once in the hands of an admin and once of a collaborator. */
export const callers: readonly MatrixCaller[] = [
  { ...nobody, name: 'no token', enter: asAdmin(async () => undefined) },
  { ...nobody, name: 'a malformed token', enter: asAdmin(async () => 'cvpat_nonsense') },
  { ...nobody, name: 'an unknown token', enter: asAdmin(async () => createTokenSecret()) },
  { ...nobody, name: 'an expired token', enter: asAdmin(spoiled('expires_at')) },
  { ...nobody, name: 'a revoked token', enter: asAdmin(spoiled('revoked_at')) },
  { ...nobody, name: 'a former admin', enter: asAdmin(removed()) },
  ...tokenScopes.map((scope) => ({
    ...admin,
    name: `an admin with ${scope} only`,
    scopes: [scope],
    enter: asAdmin(({ person }) => person.issue([scope])),
  })),
  ...tokenScopes.map((scope) => ({
    ...collaborator,
    name: `a collaborator with ${scope} only`,
    scopes: [scope],
    enter: asCollaborator('all', [scope]),
  })),
  {
    ...collaborator,
    name: 'a collaborator without the website',
    seesWebsite: false,
    enter: asCollaborator('none', tokenScopes),
  },
  { ...collaborator, name: 'a collaborator with the website', enter: asCollaborator('given', tokenScopes) },
  { ...admin, name: 'an admin', enter: asAdmin(({ person }) => person.issue()) },
  { ...admin, name: 'an admin of another organization', isOfOrganization: false, enter: asStranger },
];

type TokenOf = (found: {
  readonly db: Kysely<Tables>;
  readonly person: Person;
}) => Promise<string | undefined>;

function asAdmin(tokenOf: TokenOf): MatrixCaller['enter'] {
  return async ({ db, world }) => {
    const person = await world.join({ role: 'admin' });
    return { person, token: await tokenOf({ db, person }) };
  };
}

function asCollaborator(
  websites: 'all' | 'given' | 'none',
  scopes: readonly TokenScope[],
): MatrixCaller['enter'] {
  return async ({ world }) => {
    const given = { all: {}, given: { websiteIds: [world.websiteId] }, none: { websiteIds: [] } }[websites];
    const person = await world.join({ role: 'collaborator', ...given });
    return { person, token: await person.issue(scopes) };
  };
}

async function asStranger({ otherWorld }: Place): Promise<Entered> {
  const person = await otherWorld.join({ role: 'admin' });
  return { person, token: await person.issue() };
}

/** A token that ended a moment ago. */
function spoiled(column: 'expires_at' | 'revoked_at'): TokenOf {
  return async ({ db, person }) => {
    const token = await person.issue();
    await db
      .updateTable('tokens')
      .set({ [column]: sql<Date>`now()` })
      .where('user_id', '=', person.userId)
      .execute();
    return token;
  };
}

function removed(): TokenOf {
  return async ({ db, person }) => {
    const token = await person.issue();
    await db.deleteFrom('members').where('id', '=', person.memberId).execute();
    return token;
  };
}
