export interface Caller {
  readonly name: string;
  readonly role: 'admin' | 'reader';
  readonly scopes: readonly string[];
}

export const allScopes = ['books:read', 'books:write', 'members:read'];

/** The secrets of the callers that the library knows. */
export const tokens = {
  admin: 'shelf-admin-000000000001',
  noRead: 'shelf-noread-00000000002',
  noWrite: 'shelf-nowrite-0000000003',
  noMembers: 'shelf-nomembers-00000004',
  onlyRead: 'shelf-onlyread-000000005',
  onlyWrite: 'shelf-onlywrite-00000006',
  onlyMembers: 'shelf-onlymembers-000007',
  reader: 'shelf-reader-00000000008',
  leaver: 'shelf-leaver-00000000009',
} as const;

const except = (scope: string) => allScopes.filter((other) => other !== scope);

export function createCallers(): Map<string, Caller> {
  const admin = (name: string, scopes: readonly string[]): Caller => ({ name, role: 'admin', scopes });
  return new Map<string, Caller>([
    [tokens.admin, admin('admin', allScopes)],
    [tokens.noRead, admin('noRead', except('books:read'))],
    [tokens.noWrite, admin('noWrite', except('books:write'))],
    [tokens.noMembers, admin('noMembers', except('members:read'))],
    [tokens.onlyRead, admin('onlyRead', ['books:read'])],
    [tokens.onlyWrite, admin('onlyWrite', ['books:write'])],
    [tokens.onlyMembers, admin('onlyMembers', ['members:read'])],
    [tokens.reader, { name: 'reader', role: 'reader', scopes: allScopes }],
    [tokens.leaver, { name: 'leaver', role: 'reader', scopes: allScopes }],
  ]);
}

export function profile(caller: Caller | undefined): unknown {
  const name = caller?.name ?? 'nobody';
  return {
    id: `00000000-0000-4000-9000-${String(name.length).padStart(12, '0')}`,
    email: `${name.toLowerCase()}@example.com`,
    role: caller?.role ?? 'reader',
  };
}
