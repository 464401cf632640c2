import { parseArgs } from 'node:util';
import { createOrganization, createToken, migrate, seed } from './admin/commands.ts';
import { WrongUsage } from './admin/wrong-usage.ts';
import { readConfiguration } from './configuration.ts';
import { explainStop } from './explain-stop.ts';
import { openDatabase } from './store/database.ts';

/** The administration of the CheckView API: works on the database itself, so the API must not hold it. */

const help = `Usage: admin <command> [options]

Commands:
  migrate               Bring the tables up to date
  seed                  Make the demo organization, and print a token of its admin
  token create          Make a token for a member, and print it
  organization create   Make an organization with its first admin

Options of token create:
  --organization <slug>   The organization, for example acme-agency
  --email <address>       The member
  --name <name>           What the token is for (default: "Command line")
  --scopes <list>         Comma-separated scopes (default: all)
  --days <number>         Days until it expires, at most 365 (default: it does not expire)

Options of organization create:
  --name <name>           The name
  --plan <plan>           essential, plus, advanced or none (default: none)
  --email <address>       The first admin
  --first-name <name>     The admin's first name
  --last-name <name>      The admin's last name

Environment:
  DATABASE_URL            A PostgreSQL, postgres://user:password@host/database
  CHECKVIEW_DATA          The folder of the embedded database (default: .data/checkview).
                          One process at a time may use it: stop the API first.

Results go to standard output. Exit codes: 0 done, 2 could not run, 3 wrong usage.
`;

const commands = new Map([
  ['migrate', migrate],
  ['seed', seed],
  ['token create', createToken],
  ['organization create', createOrganization],
]);

async function main(): Promise<void> {
  const { values, positionals } = parse();
  if (values.help) {
    process.stdout.write(help);
    return;
  }
  const name = positionals.join(' ');
  const command = commands.get(name);
  if (command === undefined) {
    throw new WrongUsage(name === '' ? 'Name a command.' : `There is no command "${name}".`);
  }
  const run = command(values);
  const database = await openDatabase(readConfiguration(process.env).database);
  try {
    process.stdout.write(`${await run(database)}\n`);
  } finally {
    await database.close();
  }
}

function parse() {
  try {
    return parseArgs({
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

main().catch((error: unknown) => {
  if (error instanceof WrongUsage) {
    console.error(`${error.message} See admin --help.`);
    process.exitCode = 3;
    return;
  }
  console.error(explainStop(error));
  process.exitCode = 2;
});
