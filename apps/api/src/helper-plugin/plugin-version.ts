import { askPlugin, type PluginDoor, type SiteAccess } from './ask-plugin.ts';
import { ConnectionTrouble } from './connection-trouble.ts';
import { readObject, readText } from './untrusted.ts';

/** The oldest version of the helper plugin that supports everything. */
export const minimumPluginVersion = '2.1.0';

/** @throws {ConnectionTrouble} */
export async function readPluginVersion(door: PluginDoor, site: SiteAccess): Promise<string> {
  const query = { _plugin_slug: 'checkview' };
  const body = readObject(await askPlugin(door, site, { route: 'plugin-version', query }));
  const version = readText(body?.version ?? readObject(body?.body_response)?.version, 50);
  if (version && /^\d{1,5}(?:\.\d{1,5}){0,3}(?:[-+.][\w.-]*)?$/.test(version)) return version;
  throw new ConnectionTrouble('plugin-not-found', 'The helper plugin did not tell its version.');
}

/** Whether a version is at least the minimum; a pre-release of the minimum is not. */
export function isUpToDate(version: string): boolean {
  const order = compareNumbers(toNumbers(version), toNumbers(minimumPluginVersion));
  return order > 0 || (order === 0 && !/^[\d.]+-/.test(version));
}

function toNumbers(version: string): readonly number[] {
  return (/^[\d.]+/.exec(version)?.[0] ?? '').split('.').map(Number);
}

function compareNumbers(left: readonly number[], right: readonly number[]): number {
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
