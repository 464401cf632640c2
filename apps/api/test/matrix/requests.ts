import { randomUUID } from 'node:crypto';
import type { Operation } from '@plumbline/openapi';
import type { Kysely } from 'kysely';
import { ensureOrganization } from '../../src/store/accounts.ts';
import type { Tables } from '../../src/store/tables.ts';
import { addInvite, type Person, tokenIdOf, type World } from '../world.ts';

/** Whose the thing is that a request asks for. */
export type Ownership = 'caller' | 'somebody else' | 'organization' | 'website';

/** One way to call an operation. */
export interface MatrixRequest {
  readonly operation: Operation;
  readonly ownership: Ownership;
  write(scene: Scene): Promise<WrittenRequest>;
}

export interface WrittenRequest {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}

/** Where a request is sent, and who sends it. */
export interface Scene {
  readonly db: Kysely<Tables>;
  readonly world: World;
  readonly person: Person;
}

/** A request that asks for what the caller may have, and for what is another's where that is a person's own. */
export function requestsOf(operation: Operation): readonly MatrixRequest[] {
  const ownership = ownershipOf(operation);
  const write = (scene: Scene) => writeRequest(operation, scene);
  const own = { operation, ownership, write };
  if (ownership !== 'caller' || !operation.path.includes('{')) return [own];
  const anothers = (scene: Scene) => write({ ...scene, person: scene.world.bystander });
  return [own, { operation, ownership: 'somebody else', write: anothers }];
}

interface PathValue {
  readonly ownership: Ownership;
  value(scene: Scene): string | Promise<string>;
}

/** What stands for the last parameter of a path; the longest beginning of the path counts. */
const pathValues: Readonly<Record<string, PathValue>> = {
  '/api/v1/tokens/{id}': {
    ownership: 'caller',
    value: async ({ db, person }) => tokenIdOf(db, await person.issue()),
  },
  '/api/v1/team/members/{id}': { ownership: 'organization', value: ({ world }) => world.bystander.memberId },
  '/api/v1/team/invites/{id}': { ownership: 'organization', value: ({ world }) => world.inviteId },
  '/api/v1/team/invites/{id}/accept': {
    ownership: 'caller',
    value: ({ db, person }) => inviteToHost(db, person),
  },
  '/api/v1/websites/{id}': { ownership: 'website', value: ({ world }) => world.websiteId },
  '/api/v1/test-flows/{id}': { ownership: 'website', value: ({ world }) => world.flowId },
  '/api/v1/test-flows/{id}/steps/{stepId}': {
    ownership: 'website',
    value: ({ world }) => world.stepIds[0] ?? '',
  },
  '/api/v1/variables/{id}': { ownership: 'organization', value: ({ world }) => world.variableId },
};

async function inviteToHost(db: Kysely<Tables>, { email }: Person): Promise<string> {
  const host = await ensureOrganization(db, { name: `Host ${randomUUID()}`, plan: null });
  return addInvite(db, host.id, email);
}

/** Without an id, a request asks for what is the caller's, be it the profile or the organization. */
function ownershipOf(operation: Operation): Ownership {
  if (operation.path.includes('{')) return pathValueOf(operation.path).ownership;
  const body = exampleBody(operation);
  return body !== undefined && 'websiteId' in body ? 'website' : 'caller';
}

function pathValueOf(path: string): PathValue {
  const beginnings = Object.keys(pathValues).filter((one) => `${path}/`.startsWith(`${one}/`));
  const longest = beginnings.sort((one, other) => other.length - one.length)[0];
  const found = longest === undefined ? undefined : pathValues[longest];
  if (found === undefined)
    throw new Error(`Nothing is known that could stand for the parameters of ${path}.`);
  return found;
}

async function writeRequest(operation: Operation, scene: Scene): Promise<WrittenRequest> {
  const body = exampleBody(operation);
  return {
    method: operation.method,
    path: await fillPath(operation.path, scene),
    body: body === undefined ? undefined : fillBody(operation, body, scene.world),
  };
}

/** The path with ids of the scene's world in it. */
export async function fillPath(path: string, scene: Scene): Promise<string> {
  const ends = [...path.matchAll(/\{[^}]+\}/g)].map(({ 0: name, index }) => index + name.length);
  let filled = '';
  let done = 0;
  for (const [at, end] of ends.entries()) {
    // The whole path decides about its last parameter: `/accept` may ask for another invitation.
    const upTo = at === ends.length - 1 ? path : path.slice(0, end);
    filled += path.slice(done, end).replace(/\{[^}]+\}/, await pathValueOf(upTo).value(scene));
    done = end;
  }
  return filled + path.slice(done);
}

/** The bodies that the description shows, the shortest first. */
export function exampleBodies({ requestBody }: Operation): readonly object[] {
  const examples = (requestBody?.content ?? []).flatMap((content) => content.examples);
  const values = examples.map(({ value }) => value).filter((value) => typeof value === 'object');
  return values
    .filter((value) => value !== null)
    .toSorted((one, other) => JSON.stringify(one).length - JSON.stringify(other).length);
}

function exampleBody(operation: Operation): object | undefined {
  return exampleBodies(operation)[0];
}

/** Puts the things of a world, and names that are not taken, in place of those of an example. */
export function fillBody(operation: Operation, example: object, world: World): object {
  const values: Readonly<Record<string, unknown>> = {
    ...referencesTo(world),
    // A token gives away no scope that it does not hold.
    scopes: operation.security.flatMap(({ schemes }) => schemes.flatMap(({ scopes }) => scopes)),
    url: `https://${randomUUID()}.example`,
    pageUrl: `${world.websiteUrl}contact/`,
    expectedRevision: undefined,
  };
  const filled = Object.entries(example).map(([name, value]) => [
    name,
    Object.hasOwn(values, name) ? values[name] : value,
  ]);
  return Object.fromEntries(filled);
}

/** What a body may name of a world. */
export function referencesTo(world: World): Readonly<Record<string, unknown>> {
  return {
    websiteId: world.websiteId,
    websiteIds: [world.websiteId],
    formId: world.formId,
    stepIds: world.stepIds,
    steps: [{ id: world.stepIds[0], type: 'go-back', params: {} }],
  };
}
