import type { Identity } from '../../../src/index.ts';

export interface DepotCaller {
  readonly secret: string;
  readonly firm: 'north' | 'south' | 'tiny';
  readonly scopes: readonly string[];
  readonly role: 'admin' | 'packer';
}

const all = ['crates:read', 'crates:write', 'keys:manage'];

/** Whom the depot knows, by name. */
export const depotCallers = {
  admin: { secret: 'depot-admin-0000000001', firm: 'north', scopes: all, role: 'admin' },
  reader: { secret: 'depot-reader-000000002', firm: 'north', scopes: ['crates:read'], role: 'admin' },
  writer: { secret: 'depot-writer-000000003', firm: 'north', scopes: ['crates:write'], role: 'admin' },
  packer: { secret: 'depot-packer-000000004', firm: 'north', scopes: all, role: 'packer' },
  southern: { secret: 'depot-south-0000000005', firm: 'south', scopes: all, role: 'admin' },
  tiny: { secret: 'depot-tiny-00000000006', firm: 'tiny', scopes: all, role: 'admin' },
  tinyToo: { secret: 'depot-tiny-00000000007', firm: 'tiny', scopes: all, role: 'admin' },
} as const satisfies Readonly<Record<string, DepotCaller>>;

export type DepotCallerName = keyof typeof depotCallers;

/** The badge that may be shown in the place of a token. */
export const badge = 'badge-0001';

export const depotIdentities: readonly Identity[] = Object.entries(depotCallers).map(
  ([name, { secret, firm, scopes, role }]) => ({
    name,
    credentials: { token: secret },
    scopes,
    roles: [role],
    tenant: firm,
  }),
);
