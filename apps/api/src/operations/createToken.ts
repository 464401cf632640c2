import type { ApiContext } from '../context.ts';
import { judgeScopes, readExpiry } from '../domain/token-request.ts';
import { createTokenSecret, hashTokenSecret, previewTokenSecret } from '../domain/token-secret.ts';
import type { Operation } from '../operation.ts';
import { toToken } from '../present/token.ts';
import { adminNeeded, scopeEscalation, validationFailed } from '../problems.ts';
import { readClock } from '../store/clock.ts';
import { insertToken } from '../store/tokens.ts';

export const createToken: Operation<'createToken'> = async ({ body }, { principal, transaction }) => {
  const expiry = readExpiry(body.expiresAt, await readClock(transaction));
  if (expiry.kind === 'refused') throw validationFailed([expiry.refusal]);
  requireAllowed(body.scopes, principal);

  const secret = createTokenSecret();
  const row = await insertToken(transaction, principal, {
    name: body.name.trim(),
    scopes: body.scopes,
    secretHash: hashTokenSecret(secret),
    preview: previewTokenSecret(secret),
    expiresAt: expiry.expiresAt,
    createdVia: 'api',
  });
  return {
    status: 201,
    headers: { Location: `/api/v1/tokens/${row.id}` },
    body: { ...toToken(row), token: secret },
  };
};

function requireAllowed(scopes: readonly string[], caller: ApiContext['principal']): void {
  const verdict = judgeScopes(scopes, caller);
  if (verdict.kind === 'escalation') throw scopeEscalation(verdict.missing);
  if (verdict.kind === 'role-needed') throw adminNeeded('The scope manage:users needs the admin role.');
}
