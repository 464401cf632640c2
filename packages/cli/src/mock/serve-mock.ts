import type { LogOptions, MockServer } from '@plumbline/mock-server';
import type { MockConfig } from '../config/plumbline-config.ts';
import { type DescriptionOptions, printDiagnostics, type ReadModel, readModel } from '../description.ts';
import { counted, shownPath } from '../display.ts';
import { exitCode } from '../exit-code.ts';
import { printResult, say } from '../terminal.ts';
import { ExchangeFiles, type ExchangeFilesOptions } from './exchange-files.ts';
import { refuseForeignHosts } from './foreign-host.ts';
import { listen } from './listen.ts';
import { createReloadingMock, type ReloadingMock } from './reloading-mock.ts';
import { exchangeLines } from './request-log.ts';
import { runBeside } from './run-beside.ts';
import { startLines } from './start-lines.ts';
import { stopSignal } from './stop-signal.ts';

export interface MockCommandOptions extends DescriptionOptions, ExchangeFilesOptions {
  readonly mock: MockConfig;
  /** Takes over changes of the description while it serves. */
  readonly watch: boolean;
  /** Prints no line for each request. */
  readonly quiet: boolean;
  /** Ends with exit code 1 when a server broke the contract. */
  readonly failOnViolations: boolean;
  /** A command of the user's shell: the mock serves while it runs, and ends with its exit code. */
  readonly run?: string;
}

/** Serves a mock of a description, which has been `read` already, until it is stopped. */
export async function serveMock(file: string, read: ReadModel, options: MockCommandOptions): Promise<number> {
  const { host = '127.0.0.1', port = 4010, ...configured } = options.mock;
  const log = logOptions(options);
  const mocked = await createReloadingMock({
    first: read,
    read: () => readModel(file, options),
    options: { state: true, ...configured, ...(log === undefined ? {} : { log }) },
    watch: options.watch,
    onDiagnostic: (diagnostic, description) =>
      printDiagnostics([{ ...diagnostic, place: description.locate(diagnostic.place) }], description.textOf),
    onReload: ({ operations }) =>
      say(`${shownPath(file)} has changed: ${counted(operations.length, 'operation')}`),
  });
  const files = new ExchangeFiles(options);
  try {
    followExchanges(mocked.server, files, options.quiet);
    const code = await serve(mocked, { host, port, options });
    await files.write(mocked.model());
    return code === exitCode.done && options.failOnViolations && files.isViolated ? exitCode.findings : code;
  } finally {
    mocked.close();
  }
}

/** Bytes of a body in an archive: all of what people look at. */
const ARCHIVED_BYTES = 1_048_576;

/** What the log must keep for what was asked; undefined where nobody reads it. */
function logOptions({
  mock: config,
  quiet,
  har,
  verdicts,
  failOnViolations,
}: MockCommandOptions): LogOptions | undefined {
  if (har !== undefined) return { bodyBytes: ARCHIVED_BYTES, ...config.log };
  if (config.control || config.log) return config.log ?? {};
  const isRead = !quiet || verdicts !== undefined || failOnViolations;
  return isRead ? { entries: 0, bodyBytes: 0 } : undefined;
}

function followExchanges({ log }: MockServer, files: ExchangeFiles, quiet: boolean): void {
  log?.subscribe((record) => {
    files.add(record);
    if (!quiet) say(exchangeLines(record));
  });
}

interface Serving {
  readonly host: string;
  readonly port: number;
  readonly options: MockCommandOptions;
}

/** Until somebody stops it, or what runs beside it has ended: then with the exit code of that. */
async function serve(mocked: ReloadingMock, { host, port, options }: Serving): Promise<number> {
  const listener = await listen(refuseForeignHosts(host, mocked.server), { host, port });
  // Before anybody is told the address, and with it that the command may be stopped.
  const stopped = stopSignal();
  const { title, version, operations } = mocked.model();
  const name = [title, version].join(' ').trim();
  if (!options.quiet) for (const line of startLines(listener.url, host, options.mock)) say(line);
  printResult(`${name}: ${counted(operations.length, 'operation')} at ${listener.url}`);
  try {
    const beside = options.run === undefined ? undefined : runBeside(options.run, listener.url, stopped);
    return await Promise.race([beside ?? stopped.then(() => exitCode.done), mocked.failed]);
  } finally {
    await listener.close();
  }
}
