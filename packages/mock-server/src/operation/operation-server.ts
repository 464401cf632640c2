import type { Operation } from '@plumbline/openapi';
import {
  type Credentials,
  createServer,
  type Handler,
  type Principal,
  type SecurityContext,
  type Server,
} from '@plumbline/runtime/server';
import type { LazyChecks } from '../checks.ts';
import { exchangeOf } from '../exchange.ts';
import { keptBehaviours } from '../request/kept-behaviours.ts';
import { toContract } from '../request/operation-contract.ts';
import { sessionNameOf } from '../request/session-name.ts';
import type { MockMemory } from '../state/mock-memory.ts';
import { rememberingOptions } from './remembering-options.ts';
import type { Workbench } from './workbench.ts';

/** Bytes, as Prism takes them. */
export const MAX_BODY_BYTES = 10 * 1024 * 1024;

/** Which credentials are good, a mock cannot judge: whoever sends some is let in. */
const ANYBODY: Principal = { id: 'anybody', tenant: 'anybody', scopes: [], roles: [] };

/** The runtime's own server for one operation: it reads and checks requests, and holds answers against the description. */
export function createOperationServer(operation: Operation, workbench: Workbench, handler: Handler): Server {
  const { model, options, checks, findings, memory } = workbench;
  const contract = toContract(operation, {
    model,
    checks: memory ? checksWith(memory, checks) : checks,
    findings,
    hasSecurity: options.security ?? true,
    validatesRequest: options.validateRequest ?? true,
    ...(memory ? { behaviours: keptBehaviours(operation, options.behaviours) } : {}),
  });
  const callerOf = (credentials: Credentials, { incoming }: SecurityContext): Principal | null =>
    memory ? memory.callers.find(credentials, memory.session(sessionNameOf(incoming, options))) : ANYBODY;
  const security = Object.fromEntries(model.securitySchemes.map(({ name }) => [name, callerOf]));
  const hasKeys = contract.operations.some(({ behaviours }) => behaviours.idempotency !== undefined);
  return createServer(
    contract,
    { [operation.id]: handler },
    {
      ...(memory ? rememberingOptions(memory, options, { hasKeys }) : {}),
      // Safe: the type lets pass only the handlers of a contract that the compiler knows; this one it does not.
      security: security as Readonly<Record<never, never>>,
      validateResponses: options.errors ? 'throw' : 'report',
      onContractBreach: (breach, { incoming }) => {
        exchangeOf(incoming).breach = breach;
      },
      onError: (error, { incoming }) => {
        exchangeOf(incoming).failure = error;
      },
      invalidPath: 400,
      maxBodyBytes: options.maxBodyBytes ?? MAX_BODY_BYTES,
    },
  );
}

/** What the state has looked at already passes; all else is held against the description as ever. */
const checksWith = (memory: MockMemory, { request }: LazyChecks): LazyChecks => ({
  request,
  response: (schema, place) => memory.views.checkOf(schema, place),
});
