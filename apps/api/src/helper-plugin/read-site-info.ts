import { askPlugin, type PluginDoor, type SiteAccess, unwrap } from './ask-plugin.ts';
import { ConnectionTrouble } from './connection-trouble.ts';
import { readItems, readObject, readText, readUrl } from './untrusted.ts';

/** What runs on a website (`SiteInfo` of the description without the website and the time). */
export interface PluginSiteInfo {
  readonly wordpressVersion: string;
  readonly ajaxUrl: string;
  readonly plugins: readonly { name: string; version: string; file: string; active: boolean }[];
  readonly themes: readonly { name: string; version: string; stylesheet: string; active: boolean }[];
  /** Whether WooCommerce is among the active plugins. */
  readonly hasWooCommerce: boolean;
}

const limits = { plugins: 500, themes: 200, text: 200, version: 50 };

/** @throws {ConnectionTrouble} */
export async function readSiteInfo(door: PluginDoor, site: SiteAccess): Promise<PluginSiteInfo> {
  const info = parseSiteInfo(unwrap(await askPlugin(door, site, { route: 'site-info' })), site.url);
  if (info) return info;
  throw new ConnectionTrouble(
    'http-error',
    'The helper plugin told nothing of the website that can be read.',
  );
}

export function parseSiteInfo(body: unknown, siteUrl: string): PluginSiteInfo | null {
  const info = readObject(body);
  const wordpressVersion = readText(readObject(info?.core)?.version, limits.version);
  if (!info || !wordpressVersion) return null;
  const plugins = readItems(info.plugins, limits.plugins).flatMap((item) => parsePlugin(item) ?? []);
  const themes = readItems(info.themes, limits.themes).flatMap((item) => parseTheme(item) ?? []);
  return {
    wordpressVersion,
    ajaxUrl: readUrl(info.ajax_url) ?? new URL('wp-admin/admin-ajax.php', siteUrl).href,
    plugins,
    themes,
    hasWooCommerce: plugins.some(({ file, active }) => active && file === 'woocommerce/woocommerce.php'),
  };
}

function parsePlugin(value: unknown): PluginSiteInfo['plugins'][number] | null {
  const plugin = readObject(value);
  const file = readText(plugin?.plugin_file ?? plugin?.file, limits.text);
  return plugin && file ? { ...readCommon(plugin, file), file } : null;
}

function parseTheme(value: unknown): PluginSiteInfo['themes'][number] | null {
  const theme = readObject(value);
  const stylesheet = readText(theme?.stylesheet, limits.text);
  return theme && stylesheet ? { ...readCommon(theme, stylesheet), stylesheet } : null;
}

function readCommon(item: Readonly<Record<string, unknown>>, fallback: string) {
  return {
    name: readText(item.name, limits.text) || fallback,
    version: readText(item.version, limits.version) ?? '',
    active: item.active === true,
  };
}
