import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Definitions, Schema } from '../src/index.ts';

/** The public descriptions whose schemas stand in `fixtures/descriptions`. */
export const descriptionNames = ['figma', 'rclone', 'readme', 'star-trek', 'blockfrost'] as const;

export function readDefinitions(name: (typeof descriptionNames)[number]): Definitions {
  const path = join(import.meta.dirname, 'fixtures/descriptions', `${name}.json`);
  const document: { $defs: Definitions } = JSON.parse(readFileSync(path, 'utf8'));
  return document.$defs;
}

export function referenceTo(definition: string): Schema {
  return { $ref: `#/$defs/${encodeURIComponent(definition.replaceAll('~', '~0').replaceAll('/', '~1'))}` };
}
