import { type Clock, systemClock } from '../transport/clock.ts';
import { singleFlight } from './single-flight.ts';

export interface Token {
  readonly token: string;
  /** Milliseconds since 1970. @default it is used until the server refuses it */
  readonly expiresAt?: number | undefined;
}

/** Where the token of a call comes from. */
export interface TokenSource {
  /** The token to send now. */
  current(): Promise<string>;
  /** The token to send after the server refused `refused`. */
  renew(refused: string): Promise<string>;
}

export interface RenewalOptions {
  /** A token that expires sooner is not sent any more, in milliseconds. @default 10_000 */
  readonly leewayMs?: number;
  readonly clock?: Clock;
}

/**
 * Keeps what `load` gives until it expires or the server refuses it with 401. However many calls need a new token
 * at the same time, `load` runs once. When it fails, so do the calls that wait for it, and the next call tries again.
 *
 *     const token = renewableToken(async () => ({ token: await readToken(), expiresAt }));
 */
export function renewableToken(
  load: () => Promise<Token | string>,
  { leewayMs = 10_000, clock = systemClock }: RenewalOptions = {},
): TokenSource {
  let held: Token | undefined;
  const loadOnce = singleFlight(async () => {
    const loaded = await load();
    held = typeof loaded === 'string' ? { token: loaded } : loaded;
    return held.token;
  });
  const isFresh = ({ expiresAt }: Token) => expiresAt === undefined || expiresAt - leewayMs > clock.now();
  // Another call may have renewed it meanwhile.
  const give = async (refused?: string): Promise<string> =>
    held && held.token !== refused && isFresh(held) ? held.token : loadOnce();
  return { current: () => give(), renew: give };
}
