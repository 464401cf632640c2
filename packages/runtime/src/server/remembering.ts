/** Clients and handlers use few different texts; whoever sends ever new ones must not fill the memory. */
const CAPACITY = 32;

/** A function that remembers what it made of the first few different texts. */
export function remembering<Value extends NonNullable<unknown>>(
  compute: (text: string) => Value,
): (text: string) => Value {
  const known = new Map<string, Value>();
  return (text) => {
    const remembered = known.get(text);
    if (remembered !== undefined) return remembered;
    const value = compute(text);
    if (known.size < CAPACITY) known.set(text, value);
    return value;
  };
}
