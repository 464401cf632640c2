import { fileURLToPath } from 'node:url';
import { type ApiModel, loadDescription, toApiModel } from '@plumbline/openapi';
import { createFault, type Fault, type Mutant } from '../../src/faults/index.ts';
import { depotIdentities } from './depot/callers.ts';
import { Depot } from './depot/depot.ts';
import { tour } from './depot/tour.ts';

export async function loadDepot(): Promise<ApiModel> {
  const loaded = await loadDescription(fileURLToPath(new URL('./depot/openapi.yaml', import.meta.url)));
  if (!loaded.ok) throw new Error(loaded.diagnostics.map(({ message }) => message).join('\n'));
  return toApiModel(loaded.description).model;
}

/** An answer as it came: its status, headers and bytes. */
export type Bytes = string;

export interface Toured {
  readonly answers: readonly Bytes[];
  /** How many answers came before the fault fired first. */
  readonly before: number;
  readonly fault: Fault | undefined;
}

const noon = Date.parse('2026-05-11T12:00:00.000Z');

/** Sends the whole tour through a fault to a new depot. */
export async function takeTour(model: ApiModel, mutant?: Mutant): Promise<Toured> {
  let now = noon;
  const depot = new Depot(model, () => now);
  const fault =
    mutant &&
    createFault(model, mutant, { baseUrl: 'http://depot.test', identities: depotIdentities, now: () => now });
  const answers: Bytes[] = [];
  let before: number | undefined;
  await tour(
    async (request) => {
      const response = await (fault ? fault.middleware(request, depot.fetch) : depot.fetch(request));
      if (before === undefined && fault && fault.fired > 0) before = answers.length;
      answers.push(await toBytes(response.clone()));
      return response;
    },
    (ms) => {
      now += ms;
    },
  );
  if (fault?.failure !== undefined) throw fault.failure;
  return { answers, before: before ?? answers.length, fault };
}

async function toBytes(response: Response): Promise<Bytes> {
  const body = Buffer.from(await response.arrayBuffer()).toString('hex');
  return JSON.stringify([response.status, [...response.headers], body]);
}
