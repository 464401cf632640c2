import { describe, expect, test } from 'vitest';
import type { Identity, Report } from '../src/index.ts';
import { identities, loadShelf, runOnShelf, violatedIds } from './load-shelf.ts';
import { credentialFaults } from './shelf/access-faults.ts';
import { tokens } from './shelf/callers.ts';

const model = await loadShelf();

type CredentialFault = keyof typeof credentialFaults;

/** For each fault, the obligations that must catch it. */
const catchers: Readonly<Record<CredentialFault, readonly string[]>> = {
  'garbage-taken': ['listBooks:A.badcred/garbage', 'getBook:A.badcred/garbage'],
  'token-by-basic': ['listBooks:A.badcred/other-scheme'],
  'token-in-query': ['listBooks:A.badcred/in-query'],
  'key-refused': ['getProfile:A.alt/key'],
  'public-closed': ['getHealth:A.public'],
  'token-widened': ['createToken:A.scope.deny/minted'],
  'token-escalates': ['createToken:A.scope.deny/escalation'],
  'token-outlives': ['revokeToken:A.revoked'],
};

/** No description promises these in so many words: they are told and fail no run. */
const warnings: readonly CredentialFault[] = ['token-by-basic', 'token-in-query', 'token-escalates'];

const openOf = ({ results }: Report, kinds: RegExp) =>
  results.flatMap(({ id, kind, verdict }) => (kinds.test(kind) && verdict.outcome !== 'proved' ? [id] : []));

describe('a server that', () => {
  test.for(Object.keys(credentialFaults) as CredentialFault[])(
    'is caught with the fault %s',
    async (fault) => {
      const { report } = await runOnShelf(model, { faults: [fault] });
      expect(violatedIds(report)).toEqual(expect.arrayContaining([...catchers[fault]]));
      expect(report.ok).toBe(warnings.includes(fault));
    },
  );
});

describe('a server that keeps its contract', () => {
  test('is proved to by every kind of access', async () => {
    const { report } = await runOnShelf(model);
    expect(openOf(report, /^A\./)).toEqual([]);
  });

  test('needs one caller with all scopes only, where tokens can be made through the API', async () => {
    const admin: Identity = { name: 'admin', credentials: { token: tokens.admin }, roles: ['admin'] };
    const { report } = await runOnShelf(model, {}, { identities: [admin] });
    expect(violatedIds(report)).toEqual([]);
    expect(openOf(report, /^A\.(?:scope|revoked)/)).toEqual([]);
    expect(report.leftBehind).toEqual([]);
  });

  test('shows no token that was made in its report', async () => {
    const { report } = await runOnShelf(model, { faults: ['token-widened', 'token-outlives'] });
    expect(violatedIds(report)).toContain('revokeToken:A.revoked');
    expect(JSON.stringify(report)).not.toContain('shelf-made-');
  });

  test('loses nobody by a token that was made for him', async () => {
    const leave = { schemes: [{ name: 'token', scopes: ['books:read'] }] };
    const scoped = {
      ...model,
      operations: model.operations.map((operation) =>
        operation.id === 'leave' ? { ...operation, security: [leave] } : operation,
      ),
    };
    const callers: string[] = [];
    const { report } = await runOnShelf(
      scoped,
      {},
      {
        identities: identities.filter(({ name }) => name === 'admin' || name === 'leaver'),
        afterExchange: ({ request, response }, operation) => {
          if (operation === 'leave' && response?.status === 204)
            callers.push(request.headers.authorization ?? '');
        },
      },
    );
    expect(violatedIds(report)).toEqual([]);
    expect(callers).toEqual(['Bearer $TOKEN_LEAVER_TOKEN']);
  });

  test('is not asked for tokens by a safe run', async () => {
    const methods = new Set<string>();
    const [admin] = identities;
    if (!admin) throw new Error('no identity');
    const afterExchange = ({ request }: { readonly request: { readonly method: string } }) =>
      void methods.add(request.method);
    await runOnShelf(model, {}, { identities: [admin], safe: true, afterExchange });
    expect([...methods]).toEqual(['GET']);
  });
});
