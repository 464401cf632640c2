import type { SiteAccess } from './ask-plugin.ts';
import type { SiteHealth } from './check-health.ts';
import { ConnectionTrouble } from './connection-trouble.ts';
import type { HelperPlugin } from './helper-plugin.ts';
import type { PluginProduct } from './read-products.ts';
import type { PluginSiteInfo } from './read-site-info.ts';

/** What one look at a website found. */
export interface Inspection {
  readonly health: SiteHealth;
  /** Null when the website could not be asked; what was known before then still holds. */
  readonly siteInfo: PluginSiteInfo | null;
  readonly products: readonly PluginProduct[] | null;
}

/** Checks the connection to a website and reads what its helper plugin tells of it. */
export async function inspectSite(
  plugin: HelperPlugin,
  site: SiteAccess,
  known: { readonly pluginVersion: string | null },
): Promise<Inspection> {
  const health = await plugin.checkHealth(site, known);
  if (health.status !== 'connected') return { health, siteInfo: null, products: null };
  const siteInfo = await unlessTrouble(() => plugin.readSiteInfo(site));
  const products = siteInfo?.hasWooCommerce ? await unlessTrouble(() => plugin.readProducts(site)) : [];
  return { health, siteInfo, products };
}

/** Null when the website cannot be read. */
export async function unlessTrouble<Result>(read: () => Promise<Result>): Promise<Result | null> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof ConnectionTrouble) return null;
    throw error;
  }
}
