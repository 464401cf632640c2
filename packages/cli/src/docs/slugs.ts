/** Gives out names of lower-case letters, digits, `-`, `_` and `.`, each once. */
export interface Slugs {
  /** @param fallback what the name begins with when the text has no such letter */
  take(text: string, fallback: string): string;
}

/** @param reserved names that are never given out */
export function createSlugs(reserved: readonly string[] = []): Slugs {
  const taken = new Set(reserved);
  return {
    take(text, fallback) {
      const plain = text
        .toLowerCase()
        .replace(/[^a-z0-9_.]+/g, '-')
        .replace(/^[-.]+|[-.]+$/g, '');
      const name = firstFree(plain === '' ? fallback : plain, taken);
      taken.add(name);
      return name;
    },
  };
}

function firstFree(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  let number = 2;
  while (taken.has(`${name}-${number}`)) number += 1;
  return `${name}-${number}`;
}
