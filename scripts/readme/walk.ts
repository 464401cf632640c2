import { type ChildProcess, spawn } from 'node:child_process';
import { root, runCommand } from '../run-command.ts';
import { differs, type Example } from './example.ts';

type Environment = Readonly<Record<string, string>>;

/**
 * Runs the commands of a walk in one shell, against an `npm start` of its own. They find the address of the
 * API, the website to try and the token in `API`, `SITE` and `TOKEN`.
 * @returns a sentence for each command that printed something else.
 */
export async function walk(examples: readonly Example[], environment: Environment): Promise<string[]> {
  const service = await startService(environment);
  try {
    const script = examples.map(({ command }) => `${command}\necho ${separator}`).join('\n');
    const { output } = await runCommand('bash', ['-c', `exec 2>&1\n${script}`], {
      env: { ...environment, ...service.values },
      timeout: 120_000,
    });
    const printed = output.split(`${separator}\n`);
    return examples.flatMap((example, index) => differs(example, (printed[index] ?? '').trim()) ?? []);
  } finally {
    await service.stop();
  }
}

/** No command prints it. */
const separator = '--- end of one command ---';

interface StartedService {
  readonly values: Environment;
  stop(): Promise<void>;
}

/** Starts `npm start` and reads from its summary what a reader would copy. */
async function startService(environment: Environment): Promise<StartedService> {
  const child = spawn('npm', ['start', '--silent'], {
    cwd: root,
    env: { ...process.env, ...environment },
    detached: true,
  });
  const output = await readUntil(child, 'Ctrl-C stops.');
  const read = (name: string): string => new RegExp(`^  ${name} +(\\S+)`, 'mu').exec(output)?.[1] ?? '';
  return {
    values: { API: read('API'), SITE: read('Site'), TOKEN: read('Token') },
    stop: async () => {
      const closed = new Promise((resolve) => child.once('close', resolve));
      interrupt(child);
      await closed;
    },
  };
}

/** As Ctrl-C does in a terminal: npm and all it started, which are a group of processes of their own. */
function interrupt({ pid }: ChildProcess): void {
  if (pid !== undefined) process.kill(-pid, 'SIGINT');
}

function readUntil(child: ChildProcess, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    const read = (chunk: Buffer): void => {
      output += chunk.toString();
      if (output.includes(text)) resolve(output);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('close', () => reject(new Error(`npm start ended early:\n${output}`)));
  });
}
