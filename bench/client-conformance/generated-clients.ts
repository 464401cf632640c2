import { copyFileSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { runCommand } from '../../scripts/run-command.ts';

export const generatedFolder: string = join(import.meta.dirname, '.made');

/** Lets the generators of the comparison write their clients, once for each text of the description. */
export async function generateClients(): Promise<void> {
  const description = join(import.meta.dirname, 'description.yaml');
  const used = join(generatedFolder, 'description.yaml');
  const isUsed = existsSync(used) && readFileSync(used, 'utf8') === readFileSync(description, 'utf8');
  if (!isUsed) rmSync(generatedFolder, { recursive: true, force: true });
  const bin = (name: string) => join(import.meta.dirname, 'node_modules', '.bin', name);
  await generate('hey-api', [bin('openapi-ts'), '-i', description, '-o', join(generatedFolder, 'hey-api')]);
  await bundle(join(generatedFolder, 'hey-api', 'client', 'index.ts'), join(generatedFolder, 'hey-api.js'));
  await generate('orval', [bin('orval'), '--config', join(import.meta.dirname, 'orval.config.mjs')]);
  const file = join(generatedFolder, 'redocly', 'client.ts');
  const flags = ['--error-mode', 'result', '--import-ext', 'ts', '--args-style', 'grouped'];
  await generate('redocly', [bin('redocly'), 'generate-client', description, '-o', file, ...flags]);
  copyFileSync(description, used);
}

async function generate(name: string, [command = '', ...args]: readonly string[]): Promise<void> {
  if (existsSync(join(generatedFolder, name))) return;
  const { code, output } = await runCommand(process.execPath, [command, ...args]);
  if (code !== 0) throw new Error(`${name} does not generate: ${output}`);
}

/** Its files import each other by names that only a bundler finds. */
async function bundle(input: string, file: string): Promise<void> {
  if (existsSync(file)) return;
  const build = await rolldown({
    input,
    logLevel: 'silent',
    resolve: { extensionAlias: { '.js': ['.ts', '.js'] } },
  });
  await build.write({ file, format: 'esm' });
  await build.close();
}
