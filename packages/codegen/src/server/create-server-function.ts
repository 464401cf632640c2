import type { ApiModel } from '@plumbline/openapi';

/** The runtime's `createServer` with this description's contract and types filled in. */
export function createServerFunction(_model: ApiModel): string {
  return '';
}
