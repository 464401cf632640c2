import type { Limits } from './load-options.ts';
import type { ParsedFile } from './parsed-file.ts';
import { readJson } from './read-json.ts';
import { readYaml } from './read-yaml.ts';

/** The value of a file's text, YAML or JSON. */
export function parseText(text: string, file: string, limits: Limits): ParsedFile {
  if (/\.json$/i.test(file) || looksLikeJson(text)) return readJson(text, file, limits);
  return readYaml(text, file, limits);
}

/** YAML can look like JSON and not be it (`{a: 1}`), so outside of `.json` files JSON has to parse. */
function looksLikeJson(text: string): boolean {
  if (!/^\s*[{[]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
