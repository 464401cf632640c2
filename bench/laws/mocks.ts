import { fileURLToPath } from 'node:url';
import type { Target } from '../../packages/contract-tests/src/index.ts';
import { createMockServer } from '../../packages/mock-server/src/index.ts';
import type { ApiModel } from '../../packages/openapi/src/index.ts';
import { startServer } from '../measure/served-process.ts';
import { peerFile } from '../parts/plumbline-command.ts';

export const mockNames = ['plumbline', 'prism', 'scalar'] as const;
export type MockName = (typeof mockNames)[number];

export interface Mocked {
  readonly file: string;
  readonly model: ApiModel;
  /** The description in one piece. */
  readonly document: unknown;
}

export interface RunningMock extends Target {
  stop(): Promise<void>;
}

/** A mock of a description as anybody gets it: no set-up, the defaults of each. */
export const startMock = (name: MockName, mocked: Mocked): Promise<RunningMock> => starters[name](mocked);

const starters: Readonly<Record<MockName, (mocked: Mocked) => Promise<RunningMock>>> = {
  async plumbline({ model }) {
    const mock = await createMockServer({ model }, { state: true });
    return inProcess((request) => mock.fetch(request));
  },
  async prism({ file }) {
    const server = await startServer({
      name: 'Prism',
      file: peerFile('@stoplight/prism-cli/dist/index.js'),
      args: ['mock', file, '--multiprocess=false', '--verboseLevel=silent', '--port={port}'],
      takesPort: true,
    });
    return { fetch: (request) => fetch(request), baseUrl: server.url, stop: () => server.stop() };
  },
  async scalar({ document }) {
    const entry = new URL('./node_modules/@scalar/mock-server/dist/index.js', import.meta.url);
    const module: ScalarModule = await import(fileURLToPath(entry));
    // It writes hints to where the result goes.
    console.log = console.error;
    const app = await module.createMockServer({ document });
    return inProcess(async (request) => app.fetch(request));
  },
};

/** As much of Scalar's package as is called here; it is installed on first use, so its types are not at hand. */
interface ScalarModule {
  createMockServer(options: { readonly document: unknown }): Promise<{
    fetch(request: Request): Response | Promise<Response>;
  }>;
}

const inProcess = (fetch: Target['fetch']): RunningMock => ({
  fetch,
  baseUrl: 'http://mock.test',
  stop: async () => undefined,
});
