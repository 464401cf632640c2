import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MeasurementFailed } from '../measure/measurement-failed.ts';
import { rootFolder } from '../measure/usage.ts';

/** What a compilation tells of itself. */
export interface TsgoSample {
  readonly instantiations: number;
  /** From the compiler's start to its end, by its own clock: its process is none of Node's. */
  readonly seconds: number;
  readonly megabytes: number;
}

const compiler = join(rootFolder, 'node_modules/@typescript/native-preview/lib/tsgo.js');

/**
 * Compiles a project with tsgo, the compiler that TypeScript 7 is made of.
 * @throws {MeasurementFailed} when the project is not well typed
 */
export async function compileWithTsgo(project: string): Promise<TsgoSample> {
  const text = await runTsgo(project);
  const figure = (name: string): number => {
    const written = new RegExp(`^${name}:\\s+([\\d.]+)`, 'm').exec(text)?.[1];
    if (written === undefined) throw new MeasurementFailed(`tsgo tells no \`${name}\`.`);
    return Number(written);
  };
  return {
    instantiations: figure('Instantiations'),
    seconds: figure('Total time'),
    megabytes: figure('Memory used') / 1024,
  };
}

function runTsgo(project: string): Promise<string> {
  const args = [compiler, '--project', project, '--extendedDiagnostics', '--pretty', 'false'];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { maxBuffer: 1e8 }, (error, stdout) => {
      if (error) reject(new MeasurementFailed(`tsgo, ${project}:\n${stdout.slice(0, 2_000)}`));
      else resolve(stdout);
    });
  });
}

/** Every flag that makes the compiler stricter about what is generated. */
const strictest = {
  ...{ strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true },
  ...{ noPropertyAccessFromIndexSignature: true, noImplicitOverride: true, noImplicitReturns: true },
  ...{ noFallthroughCasesInSwitch: true, noUnusedLocals: true, noUnusedParameters: true },
  ...{ verbatimModuleSyntax: true, isolatedModules: true, erasableSyntaxOnly: true },
  ...{ isolatedDeclarations: true, declaration: true },
};

/**
 * Compiles all of a generated folder under the strictest flags there are.
 * @param paths where the modules of the runtime are, as published
 * @throws {MeasurementFailed} when a flag finds fault with what is generated
 */
export async function compileStrictly(
  folder: string,
  { generated, paths }: { readonly generated: string; readonly paths: Readonly<Record<string, string[]>> },
): Promise<TsgoSample> {
  const config = {
    compilerOptions: {
      ...{ noEmit: true, skipLibCheck: true, allowImportingTsExtensions: true, types: [] },
      ...{ target: 'es2024', lib: ['esnext', 'dom', 'dom.iterable'] },
      ...{ module: 'esnext', moduleResolution: 'bundler', paths },
      ...strictest,
    },
    include: [generated],
  };
  const file = join(folder, `${generated}-strict.json`);
  writeFileSync(file, JSON.stringify(config));
  return compileWithTsgo(file);
}
