/**
 * Sets a member of an object that is ours alone. The name may come from a document or a request; one that is called
 * `__proto__` becomes a member, too.
 */
export function setOwn(target: Record<string, unknown>, name: string, value: unknown): void {
  if (name !== '__proto__') target[name] = value;
  else Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
}
