import type { PluginDoor, SiteAccess } from './ask-plugin.ts';
import { checkHealth, type SiteHealth } from './check-health.ts';
import { readFormPage } from './read-form-page.ts';
import { type PluginForm, readForms } from './read-forms.ts';
import { type PluginProduct, readProducts } from './read-products.ts';
import { type PluginSiteInfo, readSiteInfo } from './read-site-info.ts';

/**
 * What CheckView asks of a website and its helper plugin. All but `checkHealth` throw `ConnectionTrouble`
 * when the site cannot be read.
 */
export interface HelperPlugin {
  /** `pluginVersion` is the one an earlier check found; it is kept when this check does not get so far. */
  checkHealth(site: SiteAccess, known?: { readonly pluginVersion: string | null }): Promise<SiteHealth>;
  readForms(site: SiteAccess): Promise<readonly PluginForm[]>;
  readSiteInfo(site: SiteAccess): Promise<PluginSiteInfo>;
  readProducts(site: SiteAccess): Promise<readonly PluginProduct[]>;
  /** The HTML of a page on the website. */
  readFormPage(site: SiteAccess, url: string): Promise<string>;
}

export function createHelperPlugin(door: PluginDoor): HelperPlugin {
  return {
    checkHealth: (site, known) => checkHealth(door, site, known),
    readForms: (site) => readForms(door, site),
    readSiteInfo: (site) => readSiteInfo(door, site),
    readProducts: (site) => readProducts(door, site),
    readFormPage: (site, url) => readFormPage(door.outgoing, site, url),
  };
}
