import { isDeepStrictEqual } from 'node:util';
import type { PluginForm } from '../helper-plugin/read-forms.ts';

/** A form as it was known before a reading. */
export interface KnownForm extends PluginForm {
  readonly id: string;
  readonly status: 'present' | 'missing';
}

/** What a reading of a website's forms changed. */
export interface FormChanges {
  readonly added: readonly PluginForm[];
  /** Known forms whose name, add-ons or pages changed, or that came back. */
  readonly updated: readonly PluginForm[];
  readonly unchanged: readonly PluginForm[];
  /** The ids of known forms that the website does not have any more, those of earlier readings too. */
  readonly missing: readonly string[];
}

/** Compares a reading with what was known. A form is the same by its plugin and its id there. */
export function compareForms(known: readonly KnownForm[], found: readonly PluginForm[]): FormChanges {
  const before = new Map(known.map((form) => [keyOf(form), form]));
  const now = new Set(found.map(keyOf));
  const added: PluginForm[] = [];
  const updated: PluginForm[] = [];
  const unchanged: PluginForm[] = [];
  for (const form of found) {
    const earlier = before.get(keyOf(form));
    if (earlier === undefined) added.push(form);
    else if (earlier.status === 'missing' || differs(earlier, form)) updated.push(form);
    else unchanged.push(form);
  }
  const missing = known.filter((form) => !now.has(keyOf(form))).map(({ id }) => id);
  return { added, updated, unchanged, missing };
}

function keyOf({ plugin, externalId }: Pick<PluginForm, 'plugin' | 'externalId'>): string {
  return `${plugin} ${externalId}`;
}

function differs(earlier: PluginForm, form: PluginForm): boolean {
  const shown = ({ name, addons, pages }: PluginForm) => ({ name, addons, pages });
  return !isDeepStrictEqual(shown(earlier), shown(form));
}
