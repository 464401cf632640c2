import type { Operation } from '@plumbline/openapi';
import type { OperationContract } from '@plumbline/runtime/contract';
import type { BehaviourSwitches } from '../mock-options.ts';

/** The behaviours that the runtime keeps for a mock with state. */
export interface KeptBehaviours {
  /** Whether callers need the scopes that are declared. */
  readonly scopes: boolean;
  readonly contract: OperationContract['behaviours'];
}

/** As declared, without what is switched off. Paging is the state's own: it knows the items. */
export function keptBehaviours(
  { behaviours, method }: Operation,
  switches: BehaviourSwitches = {},
): KeptBehaviours {
  const { scopes = true, rateLimit = true, idempotency = true } = switches;
  return {
    scopes,
    contract: {
      roles: scopes ? behaviours.roles : [],
      ...(rateLimit && behaviours.rateLimit ? { rateLimit: behaviours.rateLimit } : {}),
      ...(idempotency && behaviours.idempotency && method !== 'GET'
        ? { idempotency: behaviours.idempotency }
        : {}),
    },
  };
}
