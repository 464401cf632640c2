import { readInstant } from './instant.ts';
import type { Refusal } from './refusal.ts';
import type { Role } from './role.ts';

/** What tokens can allow. */
export type TokenScope =
  | 'read:profile'
  | 'write:profile'
  | 'read:organization'
  | 'write:organization'
  | 'read:tokens'
  | 'manage:tokens'
  | 'manage:users';

/** Every scope, in the order of the description. */
export const tokenScopes: readonly TokenScope[] = [
  'read:profile',
  'write:profile',
  'read:organization',
  'write:organization',
  'read:tokens',
  'manage:tokens',
  'manage:users',
];

/** Why a token may not hand out some scopes. */
export type ScopeVerdict =
  | { readonly kind: 'allowed' }
  | { readonly kind: 'escalation'; readonly missing: readonly string[] }
  | { readonly kind: 'role-needed' };

/** A token gives away no more than it holds, and `manage:users` only when its user is an admin. */
export function judgeScopes(
  requested: readonly string[],
  caller: { readonly scopes: readonly string[]; readonly role: Role },
): ScopeVerdict {
  const missing = requested.filter((scope) => !caller.scopes.includes(scope));
  if (missing.length > 0) return { kind: 'escalation', missing };
  const needsAdmin = requested.includes('manage:users');
  return needsAdmin && caller.role !== 'admin' ? { kind: 'role-needed' } : { kind: 'allowed' };
}

export type ExpiryResult =
  | { readonly kind: 'expiry'; readonly expiresAt: Date | null }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** When a new token is to stop working: never, or in the future and at most one year from now. */
export function readExpiry(text: string | null | undefined, now: Date): ExpiryResult {
  if (text === null || text === undefined) return { kind: 'expiry', expiresAt: null };
  const expiresAt = readInstant(text);
  if (expiresAt === null || expiresAt <= now) return refused('minimum', 'must be in the future');
  if (expiresAt > oneYearAfter(now)) return refused('maximum', 'must be at most one year from now');
  return { kind: 'expiry', expiresAt };
}

function oneYearAfter(now: Date): Date {
  const end = new Date(now);
  end.setUTCFullYear(end.getUTCFullYear() + 1);
  return end;
}

function refused(code: string, message: string): ExpiryResult {
  return { kind: 'refused', refusal: { pointer: '/expiresAt', code, message } };
}
