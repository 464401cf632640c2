import { fileURLToPath } from 'node:url';
import { contractTests, type Identity } from '@plumbline/contract-tests/vitest';
import { type ApiModel, loadDescription, toApiModel } from '@plumbline/openapi';
import { afterAll } from 'vitest';
import { createApp } from '../../src/app.ts';
import type { Role } from '../../src/domain/role.ts';
import { tokenScopes } from '../../src/domain/token-request.ts';
import { listen } from '../../src/listen.ts';
import { operations } from '../../src/operations/index.ts';
import {
  createTestIdentities,
  type TestIdentities,
  type TestIdentity,
} from '../../src/seed/test-identities.ts';
import type { Database } from '../../src/store/database.ts';

/** The description as it stands in `spec/`. */
export async function loadModel(): Promise<ApiModel> {
  const path = fileURLToPath(new URL('../../../../spec/openapi.yaml', import.meta.url));
  const loaded = await loadDescription(path);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.diagnostics));
  return toApiModel(loaded.description).model;
}

/**
 * Holds what is written of the API against its description, in process or over a socket. One call for
 * each database and way; each has organizations of its own.
 */
export async function testContract(
  model: ApiModel,
  database: Database,
  way: 'in process' | 'over a socket',
): Promise<void> {
  // The plans' limits are far below what the tests send; rate-limit.test.ts proves them.
  const app = await createApp({ database, requestsPerMinute: 1_000_000 });
  const identities = await createTestIdentities(database);
  const invite = await identities.invite(identities.admin);
  const target = await reach(app.fetch, way);

  contractTests(model, target, {
    only: Object.keys(operations),
    except: notHere,
    identities: [
      toIdentity(identities.admin),
      toIdentity(identities.collaborator),
      { ...toIdentity(await identities.mint(tokenScopes)), name: 'leaver', isDisposable: true },
    ],
    mint: ({ scopes, role }) => mint(identities, scopes, role === 'collaborator' ? role : 'admin'),
    values: { 'acceptTeamInvite.id': invite },
    // The organizations are there to be tried.
    destructive: true,
  });
}

/**
 * A token with these scopes. It is one of the admin's or collaborator's own, so that it finds what they
 * made; but `write:profile` lets its user leave, so whoever gets that is a new member.
 */
async function mint(identities: TestIdentities, wanted: readonly string[], role: Role) {
  const scopes = tokenScopes.filter((scope) => wanted.includes(scope));
  if (scopes.includes('write:profile')) return toCredentials(await identities.mint(scopes, role));
  const user = role === 'admin' ? identities.admin : identities.collaborator;
  return toCredentials({ token: await identities.reissue(user, scopes) });
}

/** What these runs cannot show, and the tests that do. */
const notHere = [
  // A token with `manage:tokens` alone is let in, and then refused (403 `scope-escalation`) whatever
  // other scope the request asks for: T-5 in tokens.test.ts.
  'createToken:A.scope.allow',
  // Who has left is nobody, and gets 401 instead of a replay: I-11 in idempotency.test.ts.
  'leaveOrganization:I.same',
  // The limit is out of the way: rate-limit.test.ts.
  '*:R.*/429*',
  // The server and its database are well: database-trouble.test.ts and I-12 in idempotency.test.ts.
  '*:R.*/500*',
  '*:R.*/503*',
];

async function reach(fetchHandler: (request: Request) => Promise<Response>, way: string) {
  if (way === 'in process') return { fetch: fetchHandler, baseUrl: 'http://api.test' };
  const listener = await listen(fetchHandler, { host: '127.0.0.1', port: 0 });
  afterAll(() => listener.close(1_000));
  return { fetch: (request: Request) => fetch(request), baseUrl: listener.url };
}

function toIdentity(identity: TestIdentity): Identity {
  const { name, scopes, role } = identity;
  return { name, scopes, roles: [role], credentials: toCredentials(identity) };
}

function toCredentials({ token }: { readonly token: string }) {
  return { personalAccessToken: token };
}
