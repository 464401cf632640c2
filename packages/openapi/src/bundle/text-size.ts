interface Count {
  readonly size: number;
}

/**
 * About how many characters a tree is as JSON text. What several places share is counted for each of them
 * but visited once, so that a few shared texts that would make gigabytes are found in no time.
 */
export function textSize(root: unknown): number {
  const known = new Map<object, Count>();
  const sizeOf = (value: unknown): number => {
    if (typeof value === 'string') return value.length + 2;
    if (typeof value !== 'object' || value === null) return 4;
    const before = known.get(value);
    if (before) return before.size;
    let size = 2;
    const isArray = Array.isArray(value);
    for (const [key, below] of Object.entries(value)) size += sizeOf(below) + (isArray ? 1 : key.length + 4);
    known.set(value, { size });
    return size;
  };
  return sizeOf(root);
}
