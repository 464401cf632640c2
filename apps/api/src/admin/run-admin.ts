import { parseArgs } from 'node:util';
import { readConfiguration } from '../configuration.ts';
import { explainStop } from '../explain-stop.ts';
import { openDatabase } from '../store/database.ts';
import { createOrganization, createToken, type Flags, migrate, seed, showPluginKey } from './commands.ts';
import { help } from './help.ts';
import { WrongUsage } from './wrong-usage.ts';

export interface Streams {
  /** Results. */
  out(text: string): void;
  /** Everything else. */
  err(text: string): void;
}

const commands = new Map([
  ['migrate', migrate],
  ['seed', seed],
  ['plugin-key', showPluginKey],
  ['token create', createToken],
  ['organization create', createOrganization],
]);

/**
 * Runs one command of the administration.
 * @returns the exit code: 0 done, 2 could not run, 3 wrong usage.
 */
export async function runAdmin(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  streams: Streams,
): Promise<0 | 2 | 3> {
  try {
    streams.out(await answer(args, environment));
    return 0;
  } catch (error) {
    if (error instanceof WrongUsage) {
      streams.err(`${error.message} See admin --help.`);
      return 3;
    }
    streams.err(explainStop(error));
    return 2;
  }
}

async function answer(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Promise<string> {
  const { values, positionals } = parse(args);
  if (values.help) return help;
  const run = findCommand(positionals.join(' '))(values);
  const database = await openDatabase(readConfiguration(environment).database);
  try {
    return await run(database);
  } finally {
    await database.close();
  }
}

function findCommand(name: string) {
  const command = commands.get(name);
  if (command !== undefined) return command;
  throw new WrongUsage(name === '' ? 'Name a command.' : `There is no command "${name}".`);
}

function parse(args: readonly string[]): { readonly values: Flags; readonly positionals: readonly string[] } {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        help: { type: 'boolean', short: 'h' },
        organization: { type: 'string' },
        email: { type: 'string' },
        name: { type: 'string' },
        scopes: { type: 'string' },
        days: { type: 'string' },
        plan: { type: 'string' },
        'first-name': { type: 'string' },
        'last-name': { type: 'string' },
      },
    });
  } catch (error) {
    throw new WrongUsage(error instanceof Error ? error.message : String(error));
  }
}
