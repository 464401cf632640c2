import type { ApiModel, Operation } from '@plumbline/openapi';
import { applyCredentials } from '../request/apply-credentials.ts';
import { createResourceMap, type ResourceMap } from '../resources/resource-map.ts';
import type { Identity } from '../target.ts';
import { createWorkbench, type Workbench } from '../values/workbench.ts';
import type { Call } from './call.ts';
import { type CheckedRequest, type RequestBreach, requestBreaches } from './contract-check.ts';
import {
  type CarriedCredentials,
  type CredentialReader,
  callerKey,
  createCredentialReader,
} from './credentials-in-request.ts';
import type { CallRequest } from './message.ts';
import { createRouter, type Router } from './router.ts';
import { TrafficMemory } from './traffic-memory.ts';

/** Somebody of whom the fault was told what he may do. */
export interface KnownCaller {
  readonly credentials: CarriedCredentials;
  readonly identity: Identity;
}

/** What faults work with. */
export interface FaultWorld {
  readonly model: ApiModel;
  readonly map: ResourceMap;
  readonly router: Router;
  readonly bench: Workbench;
  readonly reader: CredentialReader;
  readonly memory: TrafficMemory;
  readonly callers: readonly KnownCaller[];
  readonly now: () => number;
  /** In what a call breaks the description, its credentials left out. */
  breachesOf(call: Call, request?: CallRequest): readonly RequestBreach[];
  /** Who sent a request, when the fault was told of him. */
  callerOf(request: CallRequest): KnownCaller | undefined;
}

export interface WorldOptions {
  readonly baseUrl: string;
  readonly identities: readonly Identity[];
  readonly now: () => number;
}

export function createFaultWorld(model: ApiModel, { baseUrl, identities, now }: WorldOptions): FaultWorld {
  const map = createResourceMap(model);
  const bench = createWorkbench(model, 1);
  const reader = createCredentialReader(model);
  const callers = identities.map((identity) => ({
    identity,
    credentials: carried(model, reader, identity),
  }));
  return {
    model,
    map,
    bench,
    reader,
    callers,
    now,
    router: createRouter(model, baseUrl),
    memory: new TrafficMemory(map, reader),
    breachesOf({ operation, route, request: own }, request = own) {
      return operation ? requestBreaches(bench, checkedRequest(operation, request, route.values)) : [];
    },
    callerOf(request) {
      const key = callerKey(reader.read(request));
      return callers.find(({ credentials }) => callerKey(credentials) === key);
    },
  };
}

const checkedRequest = (
  operation: Operation,
  { url, headers, body }: CallRequest,
  values: ReadonlyMap<string, string>,
): CheckedRequest => ({ operation, url, headers, body, values });

/** Credentials in the form in which a request carries them. */
function carried(model: ApiModel, reader: CredentialReader, { credentials }: Identity): CarriedCredentials {
  const { headers, query, cookies } = applyCredentials(model, credentials);
  return reader.read({
    method: 'GET',
    url: `http://x.invalid/${query.length > 0 ? `?${query.join('&')}` : ''}`,
    headers: new Headers({ ...headers, ...(cookies.length > 0 ? { cookie: cookies.join('; ') } : {}) }),
    body: new Uint8Array(),
  });
}
