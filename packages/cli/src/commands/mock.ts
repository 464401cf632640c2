import type { MockConfig } from '../config/plumbline-config.ts';
import { type DescriptionOptions, printDiagnostics, readModel } from '../description.ts';
import { counted, shownPath } from '../display.ts';
import { exitCode } from '../exit-code.ts';
import { refuseForeignHosts } from '../mock/foreign-host.ts';
import { listen } from '../mock/listen.ts';
import { createReloadingMock, type ReloadingMock } from '../mock/reloading-mock.ts';
import { withRequestLog } from '../mock/request-log.ts';
import { stopSignal } from '../mock/stop-signal.ts';
import { printResult, say } from '../terminal.ts';

export interface MockCommandOptions extends DescriptionOptions {
  readonly mock: MockConfig;
  /** Takes over changes of the description while it serves. */
  readonly watch: boolean;
  /** Prints no line for each request. */
  readonly quiet: boolean;
}

/** Serves a mock of a description until it is stopped. */
export async function mock(file: string, options: MockCommandOptions): Promise<number> {
  const { host = '127.0.0.1', port = 4010, ...mockOptions } = options.mock;
  const mocked = await createReloadingMock({
    read: () => readModel(file, options),
    options: mockOptions,
    watch: options.watch,
    onDiagnostic: (diagnostic, description) =>
      printDiagnostics([{ ...diagnostic, place: description.locate(diagnostic.place) }], description.textOf),
    onReload: ({ operations }) =>
      say(`${shownPath(file)} has changed: ${counted(operations.length, 'operation')}`),
  });
  const guarded = refuseForeignHosts(host, mocked.fetch);
  try {
    await serve(options.quiet ? guarded : withRequestLog(guarded), { host, port, mocked });
  } finally {
    mocked.close();
  }
  return exitCode.done;
}

interface Serving {
  readonly host: string;
  readonly port: number;
  readonly mocked: ReloadingMock;
}

/** Until somebody stops it. */
async function serve(
  handler: (request: Request) => Promise<Response>,
  { host, port, mocked }: Serving,
): Promise<void> {
  const listener = await listen(handler, { host, port });
  // Before anybody is told the address, and with it that the command may be stopped.
  const stopped = stopSignal();
  const { title, version, operations } = mocked.model();
  const name = [title, version].join(' ').trim();
  printResult(`${name}: ${counted(operations.length, 'operation')} at ${listener.url}`);
  try {
    await Promise.race([stopped, mocked.failed]);
  } finally {
    await listener.close();
  }
}
