import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  CannotListen,
  type Database,
  type Demo,
  type Listener,
  listenWith,
  operations,
  readConfiguration,
  seedDemo,
  startService,
} from '@checkview/api';
import { getRequestListener } from '@hono/node-server';
import { serveStatic } from '@hono/node-server/serve-static';
import { createMockServer } from '@plumbline/mock-server';
import { type ApiModel, type Description, loadDescription, toApiModel } from '@plumbline/openapi';
import { Hono } from 'hono';
import { root } from '../run-command.ts';
import { Stop } from './stop.ts';

/** Everything that serves, and how to stop it. */
export interface Serving {
  readonly says: string;
  readonly api: string;
  readonly mock: string;
  readonly docs: string;
  readonly real: number;
  readonly mocked: number;
  readonly database: Database;
  readonly demo: Demo;
  readonly model: ApiModel;
  stop(): Promise<void>;
}

/** Starts the API on its database, the mock and the docs, and makes the demo organization. */
export async function serveAll(): Promise<Serving> {
  const description = await load();
  const { model } = toApiModel(description);
  const configuration = readConfiguration({ LOG_LEVEL: 'warn', ...process.env });
  const fallback = await createMockServer({ model }, { security: false, cors: false });
  const service = await startService(configuration, { unimplemented: fallback.fetch });
  const others: Listener[] = [];
  const stop = async (): Promise<void> => {
    for (const listener of others) await listener.close(1_000);
    await service.stop();
  };
  try {
    const mock = await createMockServer({ model });
    others.push(await listenOn('MOCK_PORT', 4010, mock.fetch));
    others.push(await listenOn('DOCS_PORT', 4020, serveFolder(join(root, 'spec/dist/docs'))));
    const [mockListener, docsListener] = others;
    const real = Object.keys(operations).length;
    return {
      says: `API on ${service.database.kind === 'postgres' ? 'PostgreSQL' : 'the embedded database'}, mock, docs`,
      api: service.url,
      mock: mockListener?.url ?? '',
      docs: docsListener?.url ?? '',
      real,
      mocked: model.operations.length - real,
      database: service.database,
      demo: await seedDemo(service.database),
      model,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function load(): Promise<Description> {
  const result = await loadDescription(join(root, 'spec/openapi.yaml'));
  if (result.ok) return result.description;
  throw new Stop(`The description cannot be read: ${result.diagnostics[0]?.message ?? 'no reason given'}`);
}

async function listenOn(
  variable: string,
  usual: number,
  fetch: (request: Request) => Promise<Response>,
): Promise<Listener> {
  const port = Number(process.env[variable] ?? usual);
  try {
    return await listenWith(getRequestListener(fetch, { overrideGlobalObjects: false }), {
      host: '127.0.0.1',
      port,
    });
  } catch (error) {
    if (!(error instanceof CannotListen)) throw error;
    throw new Stop(
      `Port ${port} on 127.0.0.1 is in use. Stop what listens there, or choose another port with ${variable}.`,
    );
  }
}

function serveFolder(folder: string): (request: Request) => Promise<Response> {
  const site = new Hono();
  site.use('*', serveStatic({ root: folder }));
  site.notFound(async (context) => {
    const page = await readFile(join(folder, '404.html'), 'utf8').catch(() => 'No such page.');
    return context.html(page, 404);
  });
  return async (request) => site.fetch(request);
}
