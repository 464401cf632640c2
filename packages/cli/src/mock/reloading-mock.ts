import {
  createMockServer,
  type MockOptions,
  type MockServer,
  TroubleSyntaxError,
  UpstreamError,
} from '@plumbline/mock-server';
import type { ApiModel, Description, Diagnostic } from '@plumbline/openapi';
import type { ReadModel } from '../description.ts';
import { CommandFailure, exitCode } from '../exit-code.ts';
import { say } from '../terminal.ts';
import { createFileWatch } from './file-watch.ts';

export interface ReloadingMockSource {
  readonly first: ReadModel;
  /** Reads the description anew when one of its files has changed. */
  readonly read: () => Promise<ReadModel>;
  readonly options: MockOptions;
  readonly watch: boolean;
  readonly onDiagnostic: (diagnostic: Diagnostic, description: Description) => void;
  readonly onReload: (model: ApiModel) => void;
}

/** A mock that takes over changes of its description while it serves. What it remembers stays. */
export interface ReloadingMock {
  readonly server: MockServer;
  readonly model: () => ApiModel;
  /** Rejects when a change cannot be taken over for a reason that is not the description's. */
  readonly failed: Promise<never>;
  readonly close: () => void;
}

/**
 * While a description cannot be read, the mock goes on as it was.
 * @throws {CommandFailure} when the options make no sense for the description
 */
export async function createReloadingMock(source: ReloadingMockSource): Promise<ReloadingMock> {
  let current = source.first;
  const onDiagnostic = (diagnostic: Diagnostic) => source.onDiagnostic(diagnostic, current.description);
  const server = await createMockServer(current, { ...source.options, onDiagnostic }).catch(explainOptions);
  const failure = Promise.withResolvers<never>();
  // One change after the other; the last one is what is served.
  let reloads = Promise.resolve();
  const files = createFileWatch(() => {
    reloads = reloads.then(reload).catch(failure.reject);
  });

  function follow(): void {
    if (source.watch) files.follow(current.description.files);
  }

  async function reload(): Promise<void> {
    try {
      const next = await source.read();
      takeOver(next);
      follow();
      source.onReload(next.model);
    } catch (error) {
      if (!(error instanceof CommandFailure)) throw error;
      say(`${error.message} The mock goes on as it was.`);
    }
  }

  function takeOver(next: ReadModel): void {
    try {
      server.reload(next);
      current = next;
    } catch (error) {
      explainOptions(error);
    }
  }

  follow();
  return {
    server,
    model: () => current.model,
    failed: failure.promise,
    close: () => files.close(),
  };
}

/** What the mock says of its options, as the end of a command. */
function explainOptions(error: unknown): never {
  const isOfOptions = error instanceof UpstreamError || error instanceof TroubleSyntaxError;
  throw isOfOptions ? new CommandFailure(exitCode.usage, error.message) : error;
}
