import type { Operation } from '@plumbline/openapi';
import type { Run } from '../run/run.ts';

/** Whether the set-up forbids to call an operation. */
export const isNever = ({ settings }: Pick<Run, 'settings'>, { id }: Operation): boolean =>
  (settings.never ?? []).some((pattern) => matchesPattern(pattern, id));

function matchesPattern(pattern: string, id: string): boolean {
  const literal = pattern.split(/\*+/).map((part) => RegExp.escape(part));
  return new RegExp(`^${literal.join('.*')}$`, 's').test(id);
}
