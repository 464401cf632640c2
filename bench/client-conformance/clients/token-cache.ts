import type { TokenWish } from '../case.ts';

/**
 * What users of a client without token renewal write beside it: the token that was loaded, until it expires or is
 * taken back.
 */
export function cacheToken(wish: TokenWish) {
  let held: { readonly token: string; readonly expiresAt: number } | undefined;
  return {
    async current(): Promise<string> {
      if (held && held.expiresAt > Date.now()) return held.token;
      const { token, expiresInMs = Number.POSITIVE_INFINITY } = await wish.load();
      held = { token, expiresAt: Date.now() + expiresInMs };
      return token;
    },
    drop(): void {
      held = undefined;
    },
  };
}
