/** A seed for one purpose of a run: FNV-1a over the run's seed and a name, so that purposes do not disturb another. */
export function seedFor(seed: number, purpose: string): number {
  let hash = 0x811c9dc5;
  for (const character of `${seed}\u0000${purpose}`) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  return hash >>> 0;
}

/** A UUID of version 4 and the RFC 9562 variant, made of a purpose instead of chance. */
export function uuidFor(seed: number, purpose: string): string {
  const words = [0, 1, 2, 3].map((index) =>
    seedFor(seed, `${purpose}#${index}`).toString(16).padStart(8, '0'),
  );
  const hex = words.join('');
  const variant = ((Number.parseInt(hex[16] ?? '0', 16) & 0x3) | 0x8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
