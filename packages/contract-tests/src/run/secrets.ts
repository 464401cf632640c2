import type { Identity } from '../target.ts';

/** The secrets of a run and the names that stand for them. */
export interface Secrets {
  add(identity: Identity): void;
  /** The text with each secret written as `$NAME`. */
  mask(text: string): string;
  /** The text cut at its secrets, in order. */
  split(text: string): readonly SecretPiece[];
}

export type SecretPiece = { readonly text: string } | { readonly variable: string };

export function createSecrets(): Secrets {
  const names = new Map<string, string>();

  function split(text: string): readonly SecretPiece[] {
    let pieces: readonly SecretPiece[] = [{ text }];
    for (const [secret, variable] of names)
      pieces = pieces.flatMap((piece) => splitPiece(piece, secret, variable));
    return pieces;
  }

  return {
    add({ name, credentials }) {
      for (const [scheme, secret] of Object.entries(credentials)) {
        for (const form of [secret, btoaOrNothing(secret)]) {
          if (form.length > 3 && !names.has(form)) names.set(form, variableName(name, scheme, names.size));
        }
      }
    },
    split,
    mask: (text) =>
      split(text)
        .map((piece) => ('text' in piece ? piece.text : `$${piece.variable}`))
        .join(''),
  };
}

function splitPiece(piece: SecretPiece, secret: string, variable: string): readonly SecretPiece[] {
  if (!('text' in piece) || !piece.text.includes(secret)) return [piece];
  return piece.text
    .split(secret)
    .flatMap((text, index) => [...(index > 0 ? [{ variable }] : []), ...(text === '' ? [] : [{ text }])]);
}

function variableName(identity: string, scheme: string, count: number): string {
  if (count === 0) return 'TOKEN';
  return `TOKEN_${`${identity}_${scheme}`.toUpperCase().replace(/[^A-Z0-9]+/g, '_')}`;
}

/** `user:password` travels in base 64 under HTTP Basic. */
function btoaOrNothing(secret: string): string {
  return secret.includes(':') ? Buffer.from(secret).toString('base64') : '';
}
