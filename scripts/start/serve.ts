import { readFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
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
import { toNodeListener } from '@plumbline/mock-server/node';
import { type ApiModel, type Description, loadDescription, toApiModel } from '@plumbline/openapi';
import { Hono } from 'hono';
import { type StandInSite, startStandInSite } from '../../apps/api/test/stand-in-site/stand-in-site.ts';
import { root } from '../run-command.ts';
import { Stop } from './stop.ts';

/** Everything that serves, and how to stop it. */
export interface Serving {
  readonly says: string;
  readonly api: string;
  readonly mock: string;
  readonly docs: string;
  /** A small WordPress site with the helper plugin, to add as a website. */
  readonly site: string;
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
  // The site to try things on runs on this machine.
  const configuration = readConfiguration({
    LOG_LEVEL: 'warn',
    ALLOW_LOOPBACK_WEBSITES: 'true',
    ...process.env,
  });
  const fallback = await createMockServer({ model }, { security: false, cors: false });
  const service = await startService(configuration, { unimplemented: fallback.fetch });
  const others: Pick<Listener, 'close'>[] = [];
  const stop = async (): Promise<void> => {
    for (const listener of others) await listener.close(1_000);
    await service.stop();
  };
  try {
    const mock = await createMockServer({ model, description }, { state: true, control: true });
    const mockListener = await listenOn('MOCK_PORT', 4010, toNodeListener(mock));
    others.push(mockListener);
    const docsListener = await listenOn('DOCS_PORT', 4020, serveFolder(join(root, 'spec/dist/docs')));
    others.push(docsListener);
    const site = await startSite(service.sitePublicKey);
    others.push(site);
    const real = Object.keys(operations).length;
    return {
      says: `API on ${service.database.kind === 'postgres' ? 'PostgreSQL' : 'the embedded database'}, mock, docs, site`,
      api: service.url,
      mock: mockListener.url,
      docs: docsListener.url,
      site: site.url,
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

async function startSite(publicKey: string): Promise<StandInSite> {
  const port = portOf('SITE_PORT', 4030);
  try {
    return await startStandInSite({ port, publicKey });
  } catch (error) {
    throw isInUse(error) ? portInUse(port, 'SITE_PORT') : error;
  }
}

function isInUse(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}

function portOf(variable: string, usual: number): number {
  return Number(process.env[variable] ?? usual);
}

function portInUse(port: number, variable: string): Stop {
  return new Stop(
    `Port ${port} on 127.0.0.1 is in use. Stop what listens there, or choose another port with ${variable}.`,
  );
}

async function listenOn(variable: string, usual: number, listener: RequestListener): Promise<Listener> {
  const port = portOf(variable, usual);
  try {
    return await listenWith(listener, { host: '127.0.0.1', port });
  } catch (error) {
    throw error instanceof CannotListen ? portInUse(port, variable) : error;
  }
}

function serveFolder(folder: string): RequestListener {
  const site = new Hono();
  site.use('*', serveStatic({ root: folder }));
  site.notFound(async (context) => {
    const page = await readFile(join(folder, '404.html'), 'utf8').catch(() => 'No such page.');
    return context.html(page, 404);
  });
  const listener = getRequestListener(site.fetch, { overrideGlobalObjects: false });
  return (incoming, outgoing) => void listener(incoming, outgoing);
}
