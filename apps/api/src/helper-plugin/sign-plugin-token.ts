import { randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import type { PluginKeys } from './plugin-keys.ts';

/** What the helper plugin expects in a token. */
export const tokenClaims = {
  issuer: 'api.checkview.io',
  audience: 'helper.checkview.io',
  subject: 'api@checkview.io',
} as const;

const lifetimeSeconds = 120;

/** A token for one request to one website; the plugin takes each nonce once. */
export async function signPluginToken(keys: PluginKeys, websiteUrl: string): Promise<string> {
  const nonce = randomUUID();
  return await new SignJWT({ websiteUrl, _checkview_nonce: nonce })
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT' })
    .setIssuer(tokenClaims.issuer)
    .setAudience(tokenClaims.audience)
    .setSubject(tokenClaims.subject)
    .setJti(nonce)
    .setIssuedAt()
    .setExpirationTime(`${lifetimeSeconds}s`)
    .sign(keys.privateKey);
}
