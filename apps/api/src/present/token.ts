import type { components } from '@checkview/contract/types';
import type { TokenRow } from '../store/tokens.ts';

type Token = components['schemas']['Token'];

export function toToken(row: TokenRow): Token {
  return {
    id: row.id,
    name: row.name,
    scopes: row.scopes,
    tokenPreview: row.preview,
    expiresAt: row.expires_at?.toISOString() ?? null,
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
    createdVia: row.created_via,
    createdAt: row.created_at.toISOString(),
  };
}
