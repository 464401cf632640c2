import type { MadeValues } from '../../answer/made-values.ts';
import type { Resources } from '../resources.ts';
import type { ValuePlans } from '../value-plan.ts';
import type { Views } from '../views.ts';

/** What the acts of all operations share. */
export interface ActParts {
  readonly resources: Resources;
  readonly views: Views;
  readonly plans: ValuePlans;
  readonly made: MadeValues;
  readonly seed: string;
}
