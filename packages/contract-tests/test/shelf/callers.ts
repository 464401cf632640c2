export interface Caller {
  readonly name: string;
  readonly role: 'admin' | 'reader';
  readonly scopes: readonly string[];
  /** The library that the caller belongs to. */
  readonly library: Library;
  /** True for a token that was made through the API. */
  readonly isMade?: boolean;
}

export type Library = 'north' | 'south';

export const allScopes = ['books:read', 'books:write', 'members:read', 'tokens:manage'];

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
  noTokens: 'shelf-notokens-00000010',
  onlyTokens: 'shelf-onlytokens-000011',
  southern: 'shelf-southern-00000012',
} as const;

/** Opens the profile alone. */
export const kioskKey = 'shelf-kiosk-00000000013';

const except = (scope: string) => allScopes.filter((other) => other !== scope);

export function createCallers(): Map<string, Caller> {
  const library = 'north';
  const admin = (name: string, scopes: readonly string[]): Caller => ({
    name,
    role: 'admin',
    scopes,
    library,
  });
  return new Map<string, Caller>([
    [tokens.admin, admin('admin', allScopes)],
    [tokens.noRead, admin('noRead', except('books:read'))],
    [tokens.noWrite, admin('noWrite', except('books:write'))],
    [tokens.noMembers, admin('noMembers', except('members:read'))],
    [tokens.onlyRead, admin('onlyRead', ['books:read'])],
    [tokens.onlyWrite, admin('onlyWrite', ['books:write'])],
    [tokens.onlyMembers, admin('onlyMembers', ['members:read'])],
    [tokens.noTokens, admin('noTokens', except('tokens:manage'))],
    [tokens.onlyTokens, admin('onlyTokens', ['tokens:manage'])],
    [tokens.reader, { name: 'reader', role: 'reader', scopes: allScopes, library }],
    [tokens.leaver, { name: 'leaver', role: 'reader', scopes: allScopes, library }],
    [tokens.southern, { ...admin('southern', allScopes), library: 'south' }],
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
