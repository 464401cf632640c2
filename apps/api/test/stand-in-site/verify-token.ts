import { createPublicKey } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { jwtVerify } from 'jose';

/** The public key of CheckView as PEM, or how it is fetched. */
export type PublicKeySource = string | (() => Promise<string>);

/** Checks tokens as the helper plugin does; each nonce is taken once. */
export function createTokenVerifier(
  publicKey: PublicKeySource,
): (request: IncomingMessage, siteUrl: string) => Promise<boolean> {
  const usedNonces = new Set<string>();
  return async (request, siteUrl) => {
    const token = readToken(request);
    if (!token) return false;
    try {
      const pem = typeof publicKey === 'string' ? publicKey : await publicKey();
      const { payload } = await jwtVerify(token, createPublicKey(pem), {
        algorithms: ['RS256'],
        issuer: 'api.checkview.io',
        audience: 'helper.checkview.io',
        subject: 'api@checkview.io',
        requiredClaims: ['exp'],
      });
      const nonce = payload._checkview_nonce;
      if (typeof nonce !== 'string' || nonce === '' || usedNonces.has(nonce)) return false;
      usedNonces.add(nonce);
      return isSameSite(payload.websiteUrl, siteUrl);
    } catch {
      return false;
    }
  };
}

function readToken(request: IncomingMessage): string | null {
  const [, bearer] = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '') ?? [];
  return bearer ?? new URL(request.url ?? '/', 'http://site').searchParams.get('_checkview_token');
}

/** The site listens on one loopback address and answers to all names of it. */
function isSameSite(claim: unknown, siteUrl: string): boolean {
  if (typeof claim !== 'string' || !URL.canParse(claim)) return false;
  const normal = (url: string) =>
    new URL(url).href.replace(/\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?=[:/])/, '//loopback');
  return normal(claim) === normal(siteUrl);
}
