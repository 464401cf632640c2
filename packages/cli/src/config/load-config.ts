import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { nearestName } from '@plumbline/openapi/nearest-name';
import { CommandFailure, exitCode } from '../exit-code.ts';
import { knownKeys } from './known-keys.ts';
import type { PlumblineConfig } from './plumbline-config.ts';

const names = ['plumbline.config.ts', 'plumbline.config.mjs', 'plumbline.config.js'];

/**
 * The configuration of the current folder, which is the user's own: a configuration is code, so none is ever
 * taken from the folder of a description.
 * @throws {CommandFailure} when the named file is missing, or the file cannot be used
 */
export async function loadConfig(named: string | undefined): Promise<PlumblineConfig> {
  const file = named ?? names.find((name) => existsSync(name));
  if (file === undefined) return {};
  if (!existsSync(file)) throw unusable(file, 'There is no such file.');
  const config = await importDefault(file);
  checkKeys(file, '', config);
  for (const section of knownKeys.keys()) {
    const part = config[section];
    if (section === '' || part === undefined) continue;
    if (!isRecord(part)) throw unusable(file, `\`${section}\` must be an object.`);
    checkKeys(file, section, part);
  }
  return config;
}

/**
 * What a file of the user's own exports by default, with these keys and no others.
 * @throws {CommandFailure} when there is no such file, or it cannot be used
 */
export async function loadOwnModule(
  file: string,
  known: readonly string[],
): Promise<Record<string, unknown>> {
  if (!existsSync(file)) throw unusable(file, 'There is no such file.');
  const loaded = await importDefault(file);
  checkKnown(file, { section: '', known, part: loaded });
  return loaded;
}

async function importDefault(file: string): Promise<Record<string, unknown>> {
  const module: unknown = await import(pathToFileURL(resolve(file)).href).catch((error: unknown) => {
    throw unusable(file, error instanceof Error ? error.message : String(error));
  });
  const config = isRecord(module) ? module.default : undefined;
  if (isRecord(config)) return config;
  throw unusable(file, 'It must export an object by default: `export default { … }`.');
}

function checkKeys(file: string, section: string, part: Readonly<Record<string, unknown>>): void {
  checkKnown(file, { section, known: knownKeys.get(section) ?? [], part });
}

interface Section {
  readonly section: string;
  readonly known: readonly string[];
  readonly part: Readonly<Record<string, unknown>>;
}

function checkKnown(file: string, { section, known, part }: Section): void {
  for (const key of Object.keys(part)) {
    if (known.includes(key)) continue;
    const path = section === '' ? key : `${section}.${key}`;
    const guess = nearestName(key, known);
    const hint = guess === undefined ? `Known are ${known.join(', ')}.` : `Did you mean \`${guess}\`?`;
    throw unusable(file, `\`${path}\` is no setting. ${hint}`);
  }
}

function unusable(file: string, why: string): CommandFailure {
  return new CommandFailure(exitCode.usage, `${file} cannot be used: ${why}`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
