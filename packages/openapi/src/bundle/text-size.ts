/**
 * About how many characters a tree is as JSON text. What several places share is counted for each of them
 * but visited once, so that a few shared texts that would make gigabytes are found in no time.
 */
export function textSize(root: unknown): number {
  const known = new Map<object, number>();
  const sizeOf = (value: unknown): number => {
    if (typeof value === 'string') return value.length + 2;
    if (typeof value !== 'object' || value === null) return 4;
    const before = known.get(value);
    if (before !== undefined) return before;
    let size = 2;
    if (Array.isArray(value)) for (const item of value) size += sizeOf(item) + 1;
    else for (const [key, member] of Object.entries(value)) size += key.length + sizeOf(member) + 4;
    known.set(value, size);
    return size;
  };
  return sizeOf(root);
}
