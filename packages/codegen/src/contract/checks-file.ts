import { compileStandalone, type Definitions } from '@plumbline/json-schema';
import { escapeSource } from '../escape.ts';
import type { GeneratedFile } from '../generated-file.ts';
import { fileHeader, type HeaderOptions } from '../header.ts';
import type { CheckEntry } from './check-table.ts';

/** `checks.js`, the compiled checks, and `checks.d.ts`, their types. */
export function printChecksFiles(
  entries: readonly CheckEntry[],
  definitions: Definitions,
  options: HeaderOptions,
): readonly GeneratedFile[] {
  const code = compileStandalone(entries, definitions, { runtimeModule: '@plumbline/runtime/checks' });
  const declarations = entries.map(({ name }) => `export declare const ${name}: Check;\n`).join('');
  return [
    { path: 'checks.js', text: `${fileHeader(options)}${escapeSource(code.trimEnd())}\n` },
    {
      path: 'checks.d.ts',
      text: [
        fileHeader(options),
        `import type { ParameterContract } from '@plumbline/runtime/contract';\n\n`,
        `type Check = ParameterContract['check'];\n\n`,
        declarations,
      ].join(''),
    },
  ];
}
