import type { BodyForm } from './book.ts';
import { allScopes, type Caller, type Library } from './callers.ts';
import type { Fault } from './faults.ts';

interface MadeToken {
  readonly id: string;
  readonly secret: string;
  readonly library: Library;
  readonly shown: { readonly id: string; readonly name: string; readonly scopes: readonly string[] };
}

export const tokenForm: BodyForm = {
  required: ['name', 'scopes'],
  rules: {
    name: (value) => typeof value === 'string' && value !== '' && [...value].length <= 40,
    scopes: (value) =>
      Array.isArray(value) &&
      value.length > 0 &&
      new Set(value).size === value.length &&
      value.every((scope) => allScopes.includes(scope)),
  },
};

/** Makes tokens, lists them without their secrets, and takes them back. */
export class TokenDesk {
  readonly #callers: Map<string, Caller>;
  readonly #has: (fault: Fault) => boolean;
  readonly #tokens: MadeToken[] = [];
  #made = 0;

  constructor(callers: Map<string, Caller>, has: (fault: Fault) => boolean) {
    this.#callers = callers;
    this.#has = has;
  }

  list({ library }: Caller): readonly unknown[] {
    return this.#tokens.filter((token) => token.library === library).map(({ shown }) => shown);
  }

  /** Undefined where the token would hold a scope that its maker has not. */
  make(maker: Caller, body: { readonly name: string; readonly scopes: readonly string[] }) {
    const exceeds = body.scopes.some((scope) => !maker.scopes.includes(scope));
    if (exceeds && !this.#has('token-escalates')) return undefined;
    this.#made += 1;
    const number = String(this.#made).padStart(12, '0');
    const id = `00000000-0000-4000-a000-${number}`;
    const secret = `shelf-made-${number}`;
    const scopes = this.#has('token-widened') ? allScopes : body.scopes;
    this.#callers.set(secret, { ...maker, name: `token ${this.#made}`, scopes, isMade: true });
    const shown = { id, name: body.name, scopes: [...body.scopes] };
    this.#tokens.push({ id, secret, library: maker.library, shown });
    return { ...shown, token: secret };
  }

  /** False where the caller's library has no such token. */
  revoke({ library }: Caller, id: string): boolean {
    const index = this.#tokens.findIndex((token) => token.library === library && token.id === id);
    const [revoked] = index < 0 ? [] : this.#tokens.splice(index, 1);
    if (revoked && !this.#has('token-outlives')) this.#callers.delete(revoked.secret);
    return revoked !== undefined;
  }
}
