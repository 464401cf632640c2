import { fileURLToPath } from 'node:url';
import { type ApiModel, loadDescription, toApiModel } from '@plumbline/openapi';
import type { ContractTestOptions, Identity, Report } from '../src/index.ts';
import { runContractTests } from '../src/index.ts';
import { allScopes, kioskKey, tokens } from './shelf/callers.ts';
import { Shelf, type ShelfOptions } from './shelf/shelf.ts';

export async function loadModel(url: URL): Promise<ApiModel> {
  const loaded = await loadDescription(fileURLToPath(url));
  if (!loaded.ok) throw new Error(loaded.diagnostics.map(({ message }) => message).join('\n'));
  return toApiModel(loaded.description).model;
}

export const loadShelf = (): Promise<ApiModel> =>
  loadModel(new URL('./fixtures/shelf/openapi.yaml', import.meta.url));

const admin = (name: keyof typeof tokens, scopes: readonly string[]): Identity => ({
  name,
  credentials: { token: tokens[name] },
  scopes,
  roles: ['admin'],
  tenant: 'north',
  principal: 'admin',
});

const without = (scope: string) => allScopes.filter((other) => other !== scope);

export const identities: readonly Identity[] = [
  admin('admin', allScopes),
  admin('noRead', without('books:read')),
  admin('noWrite', without('books:write')),
  admin('noMembers', without('members:read')),
  admin('onlyRead', ['books:read']),
  admin('onlyWrite', ['books:write']),
  admin('onlyMembers', ['members:read']),
  admin('noTokens', without('tokens:manage')),
  admin('onlyTokens', ['tokens:manage']),
  { ...admin('reader', allScopes), roles: ['reader'], principal: 'reader' },
  { ...admin('leaver', allScopes), roles: ['reader'], isDisposable: true },
  { name: 'kiosk', credentials: { key: kioskKey }, scopes: [], roles: ['reader'], tenant: 'north' },
  { ...admin('southern', allScopes), tenant: 'south' },
];

/** Noon of a day, so that windows and answers are the same in every run. */
export const noon = Date.parse('2026-05-11T12:00:00.000Z');
export const stopped = { now: () => noon } as const;

/** The time of a library that a test moves. */
export function movableTime() {
  let time = noon;
  const advance = async (ms: number) => {
    time += ms;
  };
  return { now: () => time, clock: { advance } } as const;
}

export const baseUrl = 'http://shelf.test';

/** A run against a new library. */
export async function runOnShelf(
  model: ApiModel,
  shelfOptions: ShelfOptions = {},
  options: ContractTestOptions = {},
): Promise<{ readonly report: Report; readonly shelf: Shelf }> {
  const shelf = new Shelf({ ...stopped, ...shelfOptions });
  const report = await runContractTests(
    model,
    { fetch: shelf.fetch, baseUrl },
    { identities, run: 'test', ...stopped, ...options },
  ).report;
  return { report, shelf };
}

/** The ids of the violated obligations. */
export const violatedIds = ({ results }: Report): readonly string[] =>
  results.filter(({ verdict }) => verdict.outcome === 'violated').map(({ id }) => id);
