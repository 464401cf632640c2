import { indexedAccess } from '../escape.ts';
import { fileHeader, type HeaderOptions } from '../header.ts';
import { createNames, toTypeName } from '../names.ts';

/** `schemas.ts`: the schemas of the description as types of their own names. */
export function printSchemasFile(componentNames: readonly string[], options: HeaderOptions): string {
  const names = createNames(toTypeName, ['components']);
  const aliases = componentNames.map(
    (name) => `export type ${names.take(name)} = ${indexedAccess('components', 'schemas', name)};\n`,
  );
  if (aliases.length === 0) return `${fileHeader(options)}export {};\n`;
  return `${fileHeader(options)}import type { components } from './types.ts';\n\n${aliases.join('')}`;
}
