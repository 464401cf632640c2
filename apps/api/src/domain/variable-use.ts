import type { Refusal } from './refusal.ts';

/** A place in a value that names a variable. */
export interface VariableUse {
  readonly name: string;
  /** A JSON Pointer below the value. */
  readonly pointer: string;
}

/** Other text in double braces, such as `{{name}}`, is no variable and stays as it is. */
const use = /\{\{([A-Z][A-Z0-9_]{0,63})\}\}/g;

/** Every use of a variable in the texts of a value, nested ones too; each name once for each text. */
export function findVariableUses(value: unknown, pointer = ''): readonly VariableUse[] {
  if (typeof value === 'string') return [...namesIn(value)].map((name) => ({ name, pointer }));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([member, inner]) =>
    findVariableUses(inner, `${pointer}/${member.replaceAll('~', '~0').replaceAll('/', '~1')}`),
  );
}

function namesIn(text: string): ReadonlySet<string> {
  return new Set(Array.from(text.matchAll(use), ([, name = '']) => name));
}

export function unknownVariable({ name, pointer }: VariableUse): Refusal {
  return { pointer, code: 'unknown-variable', message: `uses {{${name}}}, which does not exist here` };
}
