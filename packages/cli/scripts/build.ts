import { cpSync, existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { build } from 'tsdown';
import { manifestOf } from './manifest.ts';
import { outputFolder, type PublishedPackage, packagesFolder, published } from './published.ts';
import { type Declarations, emitDeclarations, toDeclaration, writeDeclarations } from './types.ts';

/** Import statements and calls, and `require` of what `createRequire` gives. */
const imports =
  /(?:^import\s*|^(?:import|export)\s[^"'`;]*?\bfrom\s*|\bimport\(\s*|\brequire(?:\.resolve)?\(\s*|createRequire\(import\.meta\.url\)\(\s*)["']([@a-z][^"']*)["']/gim;

/** Builds each published package into a folder that can be packed as it is. */
for (const { folder } of published) rmSync(join(outputFolder, folder), { recursive: true, force: true });
const exported = published.flatMap(({ entries, exports }) =>
  Object.values(exports).map((name) => toDeclaration(entries[name] ?? '')),
);
const declarations = emitDeclarations(exported);
for (const source of published) await buildPackage(source, declarations);

async function buildPackage(source: PublishedPackage, declarations: Declarations): Promise<void> {
  const folder = join(outputFolder, source.folder);
  const home = join(packagesFolder, source.folder);
  mkdirSync(folder, { recursive: true });
  await build({
    cwd: home,
    config: false,
    logLevel: 'warn',
    entry: Object.fromEntries(
      Object.entries(source.entries).map(([name, file]) => [name, join(packagesFolder, file)]),
    ),
    outDir: join(folder, 'dist'),
    format: 'esm',
    platform: 'node',
    target: source.folder === 'runtime' ? 'es2022' : 'node24',
    dts: false,
    fixedExtension: false,
    // Ours is built in; what others publish stays a dependency.
    deps: { alwaysBundle: [/^@plumbline\//], neverBundle: [/^(?!@plumbline\/)[@a-z]/i], onlyBundle: false },
  });
  writeDeclarations(source, declarations, join(folder, 'dist'));
  const manifest = manifestOf(source, importedBy(join(folder, 'dist')));
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  copyIfThere(join(home, 'README.md'), folder);
  copyIfThere(join(packagesFolder, '..', 'LICENSE'), folder);
}

function copyIfThere(file: string, folder: string): void {
  if (existsSync(file)) cpSync(file, join(folder, file.split(/[/\\]/).at(-1) ?? ''));
}

/** The packages of others that built code and declarations import. */
function importedBy(folder: string): ReadonlySet<string> {
  const files = globSync('**/*.{js,d.ts}', { cwd: folder });
  const names = files.flatMap((file) => {
    const text = readFileSync(join(folder, file), 'utf8');
    return [...text.matchAll(imports)].map(([, specifier = '']) => packageOf(specifier));
  });
  return new Set(names.filter((name) => !isBuiltin(name)));
}

function packageOf(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}
