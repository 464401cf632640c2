import { randomUUID } from 'node:crypto';
import type { Tenant } from '../../database/tenants.ts';
import type { Call, CallSeries } from '../../measure/load.ts';

/** What the API is asked. */

export function getCall(tenant: Tenant, id: string): Call {
  return { method: 'GET', path: `/api/v1/tokens/${id}`, headers: headersOf(tenant) };
}

export function listCall(tenant: Tenant, query: string): Call {
  return { method: 'GET', path: `/api/v1/tokens?${query}`, headers: headersOf(tenant) };
}

export function createCall(tenant: Tenant): Call {
  return {
    method: 'POST',
    path: '/api/v1/tokens',
    headers: { ...headersOf(tenant), 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Nightly deployment', scopes: ['read:organization'], expiresAt: null }),
  };
}

/** Each creation with a key of its own, as a client that retries safely sends them. */
export function keyedCreateCalls(tenant: Tenant): CallSeries {
  const call = createCall(tenant);
  return () => ({ ...call, headers: { ...call.headers, 'idempotency-key': randomUUID() } });
}

function headersOf({ token }: Tenant): Readonly<Record<string, string>> {
  return { accept: 'application/json', authorization: `Bearer ${token}` };
}
