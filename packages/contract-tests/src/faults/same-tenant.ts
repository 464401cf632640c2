import { type CarriedCredentials, callerKey } from './credentials-in-request.ts';
import type { FaultWorld } from './fault-world.ts';
import type { CallRequest } from './message.ts';

/**
 * Whether somebody belongs to the tenant of a request's caller. Of callers that the fault was not told of it takes
 * every other one for a stranger: the server, which is right, has refused him.
 */
export function isSameTenant(
  world: FaultWorld,
  request: CallRequest,
  credentials: CarriedCredentials,
): boolean {
  const own = world.callerOf(request);
  const other = world.callers.find((caller) => callerKey(caller.credentials) === callerKey(credentials));
  if (callerKey(world.reader.read(request)) === callerKey(credentials)) return true;
  if (own?.identity.tenant === undefined && other?.identity.tenant === undefined) return false;
  return tenantName(own?.identity.tenant, world) === tenantName(other?.identity.tenant, world);
}

/** Who is of no named tenant is of that of the first caller. */
const tenantName = (tenant: string | undefined, { callers }: FaultWorld): string | undefined =>
  tenant ?? callers[0]?.identity.tenant;
