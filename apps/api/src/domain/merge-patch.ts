/** A patch of `Target`: every member may be left out, in nested objects too. */
export type MergePatch<Target> = {
  readonly [Name in keyof Target]?:
    | (Target[Name] extends object ? MergePatch<Target[Name]> : Target[Name])
    | undefined;
};

/**
 * Applies a merge patch (RFC 7396): what is left out stays, in nested objects too. Unlike there, null
 * is kept as a value, since our objects have all their members always. The patch must have been
 * checked: every member of it is taken.
 */
export function mergePatch<Target extends object>(target: Target, patch: MergePatch<Target>): Target {
  const result = new Map<string, unknown>(Object.entries(target));
  for (const [name, value] of Object.entries(patch)) {
    if (value === undefined) continue;
    const before = result.get(name);
    result.set(name, isObject(before) && isObject(value) ? mergePatch(before, value) : value);
  }
  // Safe: every member is one of `target` or one of the patch, which has the types of `target`.
  return Object.fromEntries(result) as Target;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
