import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, posix } from 'node:path';
import { type PublishedPackage, packagesFolder } from './published.ts';

/** Declarations of all packages by their place among the packages, as `openapi/src/index.d.ts`. */
export type Declarations = ReadonlyMap<string, string>;

const specifiers = /(?<=\bfrom\s*|\bimport\(\s*|^import\s*)(["'])([^"']+)\1/gm;

/** Lets the compiler write the declarations of our packages. */
export function emitDeclarations(entries: Iterable<string>): Declarations {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-types-'));
  try {
    execFileSync(process.execPath, [
      join(dirname(require.resolve('@typescript/native-preview/package.json')), 'bin', 'tsgo'),
      ...['--project', join(packagesFolder, 'cli', 'tsconfig.published.json')],
      ...['--noEmit', 'false', '--declaration', '--emitDeclarationOnly', '--stripInternal'],
      ...['--rootDir', packagesFolder, '--outDir', folder],
    ]);
    return reach(folder, entries);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const require = createRequire(import.meta.url);

/** Only what the entries lead to. */
function reach(folder: string, entries: Iterable<string>): Declarations {
  const found = new Map<string, string>();
  const open = [...entries];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (found.has(file)) continue;
    const text = readFileSync(join(folder, file), 'utf8');
    found.set(file, text);
    for (const [, , specifier = ''] of text.matchAll(specifiers)) {
      const target = targetOf(file, specifier);
      if (target !== undefined) open.push(target);
    }
  }
  return found;
}

/** The declaration that a specifier leads to; `undefined` for the packages of others. */
function targetOf(file: string, specifier: string): string | undefined {
  if (specifier.startsWith('.')) return toDeclaration(posix.join(posix.dirname(file), specifier));
  const own = /^@plumbline\/([^/]+)(.*)$/.exec(specifier);
  if (own === null) return undefined;
  const [, folder = '', subpath = ''] = own;
  const manifest: { exports: Readonly<Record<string, string>> } = JSON.parse(
    readFileSync(join(packagesFolder, folder, 'package.json'), 'utf8'),
  );
  const source = manifest.exports[`.${subpath}`];
  if (source === undefined) throw new Error(`${specifier} is not exported.`);
  return toDeclaration(posix.join(folder, source));
}

export function toDeclaration(source: string): string {
  return source.replace(/\.ts$/, '.d.ts');
}

/**
 * Writes the declarations of a package below `types`, their imports of each other by relative paths, and one
 * file for each of its exports in front of them.
 */
export function writeDeclarations(source: PublishedPackage, all: Declarations, folder: string): void {
  const entries = Object.values(source.exports).map((name): [string, string] => [
    name,
    toDeclaration(source.entries[name] ?? ''),
  ]);
  const wanted = new Set<string>();
  const open = entries.map(([, file]) => file);
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (wanted.has(file)) continue;
    wanted.add(file);
    const text = all.get(file) ?? '';
    for (const [, , specifier = ''] of text.matchAll(specifiers))
      open.push(targetOf(file, specifier) ?? file);
    const target = join(folder, 'types', file);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, withRelativeImports(file, text));
  }
  for (const [name, file] of entries) {
    writeFileSync(join(folder, `${name}.d.ts`), `export * from './types/${toModule(file)}';\n`);
  }
}

function withRelativeImports(file: string, text: string): string {
  return text.replaceAll(specifiers, (written, quote: string, specifier: string) => {
    const target = targetOf(file, specifier);
    if (target === undefined) return written;
    const path = posix.relative(posix.dirname(file), toModule(target));
    return `${quote}${path.startsWith('.') ? path : `./${path}`}${quote}`;
  });
}

function toModule(declaration: string): string {
  return declaration.replace(/\.d\.ts$/, '.js');
}
