import { type CarriedCredentials, callerKey } from './credentials-in-request.ts';
import type { FaultWorld } from './fault-world.ts';
import type { CallRequest } from './message.ts';

/**
 * Whether somebody belongs to the tenant of a request's caller. Who is not among the callers that the fault was told of
 * is of the first one's tenant, like the tokens that it makes. When it was told of nobody, everybody else is a stranger:
 * the server, which is right, has refused him.
 */
export function isSameTenant(
  world: FaultWorld,
  request: CallRequest,
  credentials: CarriedCredentials,
): boolean {
  const own = world.callerOf(request);
  const other = world.callers.find((caller) => callerKey(caller.credentials) === callerKey(credentials));
  if (callerKey(world.reader.read(request)) === callerKey(credentials)) return true;
  if (world.callers.length === 0) return false;
  return tenantName(own?.identity.tenant, world) === tenantName(other?.identity.tenant, world);
}

/** Who is of no named tenant is of that of the first caller. */
const tenantName = (tenant: string | undefined, { callers }: FaultWorld): string | undefined =>
  tenant ?? callers[0]?.identity.tenant;
