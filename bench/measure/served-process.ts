import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { freePort } from './free-port.ts';
import { MeasurementFailed } from './measurement-failed.ts';
import { benchFolder, reportingArguments, type Usage } from './usage.ts';

export interface ServerCommand {
  readonly name: string;
  /** The file that Node runs. */
  readonly file: string;
  readonly args?: readonly string[];
  /** For a server that cannot tell its port: it is given one in place of `{port}` in `args`. */
  readonly takesPort?: boolean;
  readonly env?: Readonly<Record<string, string>>;
}

/** A server in a process of its own. */
export interface ServedProcess {
  readonly name: string;
  readonly url: string;
  usage(): Promise<Usage>;
  /** At once, whatever it does. */
  stop(): Promise<void>;
  /** Asks it to end by itself, and waits. */
  end(): Promise<void>;
}

const patienceMs = 180_000;

/**
 * Starts a server and waits until it takes connections.
 * @throws {MeasurementFailed} when it ends or stays silent
 */
export async function startServer(command: ServerCommand): Promise<ServedProcess> {
  const port = command.takesPort ? await freePort() : undefined;
  const args = (command.args ?? []).map((arg) => arg.replace('{port}', String(port)));
  const child = fork(command.file, args, {
    cwd: benchFolder,
    execArgv: [...reportingArguments],
    env: { ...process.env, NODE_ENV: 'production', ...command.env },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let complaints = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    complaints = (complaints + chunk.toString()).slice(-2_000);
  });
  const ended = once(child, 'close').then(() => {
    throw new MeasurementFailed(`${command.name} ended before it served:\n${complaints.trim()}`);
  });
  const heard = port ?? (await Promise.race([nextMessage<{ port: number }>(child, 'port'), ended])).port;
  const url = `http://127.0.0.1:${heard}`;
  await Promise.race([untilItListens(command.name, heard), ended]);
  ended.catch(() => undefined); // from here on its end is ours
  return {
    name: command.name,
    url,
    usage: async () => {
      const answer = nextMessage<{ usage: Usage }>(child, 'usage');
      child.send('usage');
      return (await answer).usage;
    },
    stop: () => kill(child, 'SIGKILL'),
    end: () => kill(child, 'SIGTERM'),
  };
}

async function kill(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill(signal);
  await exit;
}

function nextMessage<Message>(child: ChildProcess, property: string): Promise<Message> {
  return new Promise((resolve) => {
    const listen = (message: unknown): void => {
      if (typeof message !== 'object' || message === null || !(property in message)) return;
      child.off('message', listen);
      resolve(message as Message); // safe: our own processes send nothing else under this name
    };
    child.on('message', listen);
  });
}

async function untilItListens(name: string, port: number): Promise<void> {
  const deadline = performance.now() + patienceMs;
  while (performance.now() < deadline) {
    if (await isListening(port)) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new MeasurementFailed(`${name} did not listen within ${patienceMs / 1000} s.`);
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
