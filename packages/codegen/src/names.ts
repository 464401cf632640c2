import { createHash } from 'node:crypto';

/**
 * Names for things in generated files, made from names in a description. Only `[A-Za-z0-9_]` gets
 * through; what would collide (also by case alone, for file systems) gets a hash of the original.
 */
export interface Names {
  /**
   * The name for `original`; a second call for the same original gives the same name.
   * @param source what the name is made from, where `original` is only its key
   */
  take(original: string, source?: string): string;
}

/** @param reserved names that are never given out */
export function createNames(toName: (original: string) => string, reserved: Iterable<string> = []): Names {
  const taken = new Set([...reserved].map((name) => name.toLowerCase()));
  const given = new Map<string, string>();
  return {
    take(original, source = original) {
      const known = given.get(original);
      if (known !== undefined) return known;
      const name = freeName(toName(source), original, taken);
      taken.add(name.toLowerCase());
      given.set(original, name);
      return name;
    },
  };
}

function freeName(wanted: string, original: string, taken: ReadonlySet<string>): string {
  if (!taken.has(wanted.toLowerCase())) return wanted;
  for (let length = 6; ; length += 2) {
    const name = `${wanted}_${hash(original).slice(0, length)}`;
    if (!taken.has(name.toLowerCase()) || length > 60) return name;
  }
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** The longest name made from a description; longer ones are cut and hashed. */
const MAX_LENGTH = 80;

function bounded(name: string, original: string): string {
  return name.length <= MAX_LENGTH ? name : `${name.slice(0, MAX_LENGTH - 9)}_${hash(original).slice(0, 8)}`;
}

/** `repos/list-for-org` becomes `ReposListForOrg`. */
export function toTypeName(original: string): string {
  const words = original.match(/[A-Za-z0-9]+/g) ?? [];
  const name = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
  if (name === '') return `Unnamed_${hash(original).slice(0, 6)}`;
  return bounded(/^[0-9]/.test(name) ? `_${name}` : name, original);
}

/** `repos/list-for-org` becomes `repos_list_for_org`: an identifier that keeps the original's case. */
export function toValueName(original: string): string {
  const name = (original.match(/[A-Za-z0-9]+/g) ?? []).join('_');
  if (name === '') return `unnamed_${hash(original).slice(0, 6)}`;
  return bounded(/^[0-9]/.test(name) ? `_${name}` : name, original);
}

/** A component's key: `[A-Za-z0-9._-]` is kept, other characters become `_`. */
export function toComponentName(original: string): string {
  const name = original.replace(/[^A-Za-z0-9._-]/g, '_');
  return bounded(name === '' ? `unnamed_${hash(original).slice(0, 6)}` : name, original);
}
