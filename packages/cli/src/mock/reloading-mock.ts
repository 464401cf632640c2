import { createMockServer, type MockOptions, type MockServer } from '@plumbline/mock-server';
import type { ApiModel, Description, Diagnostic } from '@plumbline/openapi';
import type { ReadModel } from '../description.ts';
import { CommandFailure } from '../exit-code.ts';
import { say } from '../terminal.ts';
import { createFileWatch } from './file-watch.ts';

export interface ReloadingMockSource {
  /** Reads the description; called again when one of its files has changed. */
  readonly read: () => Promise<ReadModel>;
  readonly options: MockOptions;
  readonly watch: boolean;
  readonly onDiagnostic: (diagnostic: Diagnostic, description: Description) => void;
  readonly onReload: (model: ApiModel) => void;
}

/** A mock that takes over changes of its description while it serves. */
export interface ReloadingMock {
  readonly fetch: (request: Request) => Promise<Response>;
  readonly model: () => ApiModel;
  /** Rejects when a change cannot be taken over for a reason that is not the description's. */
  readonly failed: Promise<never>;
  readonly close: () => void;
}

/** While a description cannot be read, the mock goes on as it was. */
export async function createReloadingMock(source: ReloadingMockSource): Promise<ReloadingMock> {
  let current = await createMock(source);
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
      current = await createMock(source);
      follow();
      source.onReload(current.model);
    } catch (error) {
      if (!(error instanceof CommandFailure)) throw error;
      say(`${error.message} The mock goes on as it was.`);
    }
  }

  follow();
  return {
    fetch: (request) => current.server.fetch(request),
    model: () => current.model,
    failed: failure.promise,
    close: () => files.close(),
  };
}

async function createMock(source: ReloadingMockSource): Promise<ReadModel & { readonly server: MockServer }> {
  const read = await source.read();
  const onDiagnostic = (diagnostic: Diagnostic) => source.onDiagnostic(diagnostic, read.description);
  const server = await createMockServer({ model: read.model }, { ...source.options, onDiagnostic });
  return { ...read, server };
}
