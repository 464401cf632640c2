import type { components } from '@checkview/contract/types';
import { minimumPluginVersion } from '../helper-plugin/plugin-version.ts';
import type { FormRow } from '../store/website-forms.ts';
import type { WebsiteRow } from '../store/websites.ts';

type Schemas = components['schemas'];

export function toWebsite(row: WebsiteRow): Schemas['Website'] {
  return {
    id: row.id,
    name: row.name,
    url: row.url,
    status: row.status,
    pausedAt: row.pausedAt?.toISOString() ?? null,
    connection: {
      status: row.connectionStatus,
      checkedAt: row.healthCheckedAt?.toISOString() ?? null,
      errorCode: row.health?.errorCode ?? null,
    },
    access: {
      hasBasicAuth: row.username !== null,
      basicAuth: row.username === null ? null : { username: row.username },
      ignoreTlsErrors: row.ignoreTlsErrors,
    },
    woocommerce: row.woocommerce,
    testFlowCount: row.testFlowCount,
    lastRun: row.lastRun,
    createdBy: row.createdBy,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

/** A website that was never checked shows what a check will compare with. */
export function toWebsiteHealth(row: WebsiteRow): Schemas['WebsiteHealth'] {
  return {
    websiteId: row.id,
    status: row.connectionStatus,
    checkedAt: row.healthCheckedAt?.toISOString() ?? null,
    ...(row.health ?? {
      pluginVersion: null,
      pluginUpToDate: null,
      minimumPluginVersion,
      errorCode: null,
      blockedBy: null,
      checks: [],
    }),
  };
}

export function toWebsiteForm(row: FormRow): Schemas['WebsiteForm'] {
  return {
    id: row.id,
    websiteId: row.websiteId,
    plugin: row.plugin,
    externalId: row.externalId,
    name: row.name,
    addons: row.addons,
    pages: [...row.pages],
    testFlowIds: row.testFlowIds,
    status: row.status,
    firstSeenAt: row.firstSeenAt.toISOString(),
    lastSeenAt: row.lastSeenAt.toISOString(),
  };
}
