import { type Obligation, obligationKinds, type Selection } from '@plumbline/contract-tests';
import { nearestName } from '@plumbline/openapi/nearest-name';
import { CommandFailure, exitCode } from '../../exit-code.ts';

/**
 * A choice that leaves nothing is most often a slip of the pen.
 *
 * @param plan everything that could be chosen
 * @throws {CommandFailure} when nothing was chosen of it
 */
export function refuseEmptyChoice(
  plan: readonly Obligation[],
  chosen: readonly Obligation[],
  { only = [], except = [] }: Selection,
): void {
  if (chosen.length > 0 || plan.length === 0 || only.length + except.length === 0) return;
  if (only.length === 0) throw new CommandFailure(exitCode.usage, '--except leaves nothing to prove.');
  const known = [...new Set(plan.map(({ operation }) => operation)), ...Object.keys(obligationKinds)];
  const guess = only.map((name) => nearestName(name, known)).find((name) => name !== undefined);
  const hint =
    guess === undefined ? 'List what there is with `plumbline plan`.' : `Did you mean \`${guess}\`?`;
  throw new CommandFailure(exitCode.usage, `Nothing is chosen by --only ${only.join(',')}. ${hint}`);
}
