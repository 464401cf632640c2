import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type PublishedPackage, packagesFolder } from './published.ts';

interface SourceManifest {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

function readManifest(folder: string): SourceManifest {
  return JSON.parse(readFileSync(join(packagesFolder, folder, 'package.json'), 'utf8'));
}

/**
 * The package.json of a published package.
 * @param imported names of the packages of others that its code imports
 */
export function manifestOf(source: PublishedPackage, imported: ReadonlySet<string>): object {
  const { name, version, license } = readManifest(source.folder);
  const peers = source.optionalPeers ?? {};
  return {
    name,
    version,
    description: source.description,
    license,
    type: 'module',
    ...(source.bin === undefined ? {} : { bin: source.bin }),
    exports: Object.fromEntries(
      Object.entries(source.exports).map(([path, module]) => [
        path,
        { types: `./dist/${module}.d.ts`, default: `./dist/${module}.js` },
      ]),
    ),
    files: ['dist'],
    engines: source.engines,
    dependencies: dependenciesOf(source, imported),
    ...(Object.keys(peers).length === 0
      ? {}
      : {
          peerDependencies: peers,
          peerDependenciesMeta: Object.fromEntries(
            Object.keys(peers).map((peer) => [peer, { optional: true }]),
          ),
        }),
  };
}

/** In the versions that the sources were tested with. */
function dependenciesOf(source: PublishedPackage, imported: ReadonlySet<string>): Record<string, string> {
  const declared = new Map(
    source.carries.flatMap((folder) => Object.entries(readManifest(folder).dependencies ?? {})),
  );
  const peers = Object.keys(source.optionalPeers ?? {});
  const names = [...imported].filter((name) => !peers.includes(name)).sort();
  return Object.fromEntries(
    names.map((name) => {
      const version = declared.get(name);
      if (version === undefined) throw new Error(`No package of ${source.folder} declares ${name}.`);
      return [name, version];
    }),
  );
}
