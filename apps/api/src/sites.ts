import type { SecretBox } from './domain/secret-box.ts';
import type { SiteAccess } from './helper-plugin/ask-plugin.ts';
import { createHelperPlugin, type HelperPlugin } from './helper-plugin/helper-plugin.ts';
import { exportPublicKey, type PluginKeys } from './helper-plugin/plugin-keys.ts';
import type { AddressPolicy, TargetRefusal } from './outgoing/address-policy.ts';
import { createOutgoing } from './outgoing/outgoing.ts';

/** The way to the websites of customers. */
export interface Sites {
  readonly plugin: HelperPlugin;
  /** Why a website with this URL is refused, as far as its spelling tells. */
  checkTarget(url: string): TargetRefusal | null;
  /** What helper plugins check our requests with, as PEM. */
  readonly publicKey: string;
  close(): Promise<void>;
}

export function createSites(keys: PluginKeys, policy: AddressPolicy): Sites {
  const { allowLoopback = false } = policy;
  const outgoing = createOutgoing({ allowLoopback });
  return {
    plugin: createHelperPlugin({ outgoing, keys }),
    checkTarget: (url) => outgoing.checkTarget(url),
    publicKey: exportPublicKey(keys),
    close: () => outgoing.close(),
  };
}

/** A website as it is stored. */
export interface StoredSite {
  readonly url: string;
  readonly username: string | null;
  readonly sealedPassword: Uint8Array | null;
  readonly ignoreTlsErrors: boolean;
}

/** What it takes to visit a website. */
export function toSiteAccess(site: StoredSite, secrets: SecretBox): SiteAccess {
  const { url, username, sealedPassword, ignoreTlsErrors } = site;
  const basicAuth =
    username === null || sealedPassword === null
      ? null
      : { username, password: secrets.open(sealedPassword) };
  return { url, basicAuth, ignoreTlsErrors };
}
