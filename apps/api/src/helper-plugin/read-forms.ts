import type { FormPlugin } from '../domain/form-field.ts';
import { askPlugin, type PluginDoor, type SiteAccess, unwrap } from './ask-plugin.ts';
import { isOnHostOf, readId, readItems, readObject, readText, readUrl } from './untrusted.ts';

/** A form in the list of the helper plugin. */
export interface PluginForm {
  readonly plugin: FormPlugin;
  readonly externalId: string;
  readonly name: string;
  readonly addons: readonly string[];
  readonly pages: readonly { readonly externalId: string; readonly url: string }[];
}

const limits = { forms: 1_000, addons: 50, pages: 100, name: 200 };

/** The names of the groups in the list, in lower case. Groups of other plugins are passed over. */
const groups: Readonly<Record<string, FormPlugin>> = {
  cf7: 'contact-form-7',
  fluentforms: 'fluent-forms',
  formidable: 'formidable-forms',
  ninjaforms: 'ninja-forms',
  gravityforms: 'gravity-forms',
  wsforms: 'ws-form',
  wpforms: 'wpforms',
};

/**
 * The forms of a website, without those that cannot be understood, each once.
 *
 * @throws {ConnectionTrouble}
 */
export async function readForms(door: PluginDoor, site: SiteAccess): Promise<readonly PluginForm[]> {
  const body = unwrap(await askPlugin(door, site, { route: 'forms/formslist' }));
  return parseForms(body, site.url);
}

export function parseForms(body: unknown, siteUrl: string): readonly PluginForm[] {
  const forms = new Map<string, PluginForm>();
  for (const [group, items] of Object.entries(readObject(body) ?? {})) {
    const plugin = toPlugin(group);
    if (!plugin) continue;
    for (const [key, item] of Object.entries(readObject(items) ?? {}).slice(0, limits.forms)) {
      const form = parseForm(item, { plugin, key, siteUrl });
      if (form && forms.size < limits.forms) forms.set(`${plugin} ${form.externalId}`, form);
    }
  }
  return [...forms.values()];
}

function toPlugin(group: string): FormPlugin | undefined {
  const name = group.toLowerCase().replace(/[-_ ]/g, '');
  return Object.hasOwn(groups, name) ? groups[name] : undefined;
}

/** A group is keyed by the ids of WordPress; the `ID` inside is a short hash for Contact Form 7. */
function parseForm(
  value: unknown,
  { plugin, key, siteUrl }: { readonly plugin: FormPlugin; readonly key: string; readonly siteUrl: string },
): PluginForm | null {
  const form = readObject(value);
  const externalId = readId(key) ?? readId(form?.ID ?? form?.id);
  if (!form || !externalId) return null;
  const name = readText(form.Name ?? form.name, limits.name) || `Form ${externalId}`;
  const addons = readItems(form.addons, limits.addons).flatMap((addon) => readText(addon, limits.name) || []);
  const pages = readItems(form.pages, limits.pages).flatMap((page) => parsePage(page, siteUrl) ?? []);
  return { plugin, externalId, name, addons: [...new Set(addons)], pages };
}

/** A page elsewhere is none of this website's. */
function parsePage(value: unknown, siteUrl: string): { externalId: string; url: string } | null {
  const page = readObject(value);
  const externalId = readId(page?.ID ?? page?.id);
  const url = readUrl(page?.url);
  return externalId && url && isOnHostOf(url, siteUrl) ? { externalId, url } : null;
}
