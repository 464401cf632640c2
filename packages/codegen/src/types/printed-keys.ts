/**
 * openapi-typescript passes the names of properties, paths and headers through JSON Pointers and
 * reads them from plain objects, so a `%`, a `#` or a name such as `constructor` breaks it. Such
 * names travel as tokens and are put back when the syntax tree is printed.
 */
export interface PrintedKeys {
  /** The name itself where it is harmless, else its token. */
  token(name: string): string;
  /** The name a token stands for; `undefined` when the text is no token. */
  original(token: string): string | undefined;
  /** Whether any token was given out. */
  readonly isUsed: boolean;
}

export function createPrintedKeys(): PrintedKeys {
  const tokens = new Map<string, string>();
  const originals = new Map<string, string>();
  return {
    token(name) {
      if (!isTroublesome(name)) return name;
      const known = tokens.get(name);
      if (known !== undefined) return known;
      const token = `${TOKEN}${tokens.size}`;
      tokens.set(name, token);
      originals.set(token, name);
      return token;
    },
    original: (token) => originals.get(token),
    get isUsed() {
      return originals.size > 0;
    },
  };
}

const TOKEN = '$$plumbline_name_';

function isTroublesome(name: string): boolean {
  return name === '' || /[%#~]/.test(name) || name.startsWith(TOKEN) || name in Object.prototype;
}
