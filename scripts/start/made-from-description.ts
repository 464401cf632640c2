import { installedCommand, runCommand } from '../run-command.ts';
import { Stop } from './stop.ts';

/**
 * Runs one task of the description's workspace: turbo keeps its outcome until the description or the
 * code that reads it changes, so that a second start does not repeat it.
 */
async function runTask(task: string, workspace: string): Promise<string> {
  const args = ['run', task, `--filter=${workspace}`, '--output-logs=full', '--log-prefix=none'];
  const { code, output } = await runCommand(installedCommand('turbo'), args);
  if (code !== 0) throw new Stop(`The stage \`${task}\` failed:\n${output.trim()}`);
  return output;
}

/** Types, checks and server interface from the description. */
export async function generateContract(): Promise<{ says: string }> {
  await runTask('generate', '@checkview/contract');
  return { says: 'spec/openapi.yaml -> packages/contract' };
}

/** Redocly's, Spectral's and our own rules over the description. */
export async function lintDescription(): Promise<{ says: string }> {
  const output = await runTask('lint', '@checkview/spec');
  const verdict = /^openapi\.yaml: (.+)$/mu.exec(output)?.[1];
  if (verdict === undefined) throw new Stop(`The lint gave no verdict:\n${output.trim()}`);
  return { says: verdict };
}

/** The reference, the problem pages and the behaviours, as one folder. */
export async function buildDocs(): Promise<{ says: string }> {
  await runTask('docs', '@checkview/spec');
  return { says: 'spec/dist/docs' };
}
