import type { Kysely } from 'kysely';
import type { TokenScope } from '../domain/token-request.ts';
import { createTokenSecret, hashTokenSecret, previewTokenSecret } from '../domain/token-secret.ts';
import type { Tables } from './tables.ts';
import { insertToken, type TokenOwner } from './tokens.ts';

/**
 * Makes a token the way the dashboard does, without a calling token.
 * @returns the secret, which cannot be read again.
 */
export async function issueToken(
  db: Kysely<Tables>,
  owner: TokenOwner,
  token: {
    readonly name: string;
    readonly scopes: readonly TokenScope[];
    readonly expiresAt?: Date | null;
  },
): Promise<string> {
  const secret = createTokenSecret();
  await insertToken(db, owner, {
    name: token.name,
    scopes: token.scopes,
    secretHash: hashTokenSecret(secret),
    preview: previewTokenSecret(secret),
    expiresAt: token.expiresAt ?? null,
    createdVia: 'dashboard',
  });
  return secret;
}
