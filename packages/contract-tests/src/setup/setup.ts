import type { ContractTestOptions } from '../target.ts';

/**
 * What a description cannot say about the API behind it, in one file of the user's own beside it: who may call, how
 * credentials are made, how a status is reached. Every part is optional; whatever is missing is inferred or stays
 * unproven with the reason.
 *
 * @example
 * export default defineSetup({
 *   identities: [
 *     { name: 'admin', credentials: { bearer: process.env.ADMIN_TOKEN ?? '' }, tenant: 'acme' },
 *     { name: 'stranger', credentials: { bearer: process.env.OTHER_TOKEN ?? '' }, tenant: 'other' },
 *   ],
 *   reach: { 'lendBook/409': [{ operation: 'lendBook' }] },
 *   never: ['deleteLibrary'],
 * });
 */
export type Setup = Pick<
  ContractTestOptions,
  | 'identities'
  | 'mint'
  | 'values'
  | 'before'
  | 'reach'
  | 'never'
  | 'cleanUp'
  | 'clock'
  | 'exhaust'
  | 'quota'
  | 'beforeRequest'
  | 'destructive'
>;

/** Gives an editor the type of a set-up, also one written in JavaScript. */
export function defineSetup(setup: Setup): Setup {
  return setup;
}
