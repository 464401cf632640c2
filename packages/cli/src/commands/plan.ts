import { formatPlan, planObligations, type Selection, type Shard } from '@plumbline/contract-tests';
import { type DescriptionOptions, readModel } from '../description.ts';
import { shownPath } from '../display.ts';
import { exitCode } from '../exit-code.ts';
import { hasColor, printResult, say } from '../terminal.ts';
import { refuseEmptyChoice } from './test/refuse-empty-choice.ts';

export interface PlanCommandOptions extends DescriptionOptions {
  readonly choice: Selection & { readonly shard?: Shard };
  readonly format: 'text' | 'json';
  /** Also prints each promise in words. */
  readonly claims: boolean;
}

/** Prints what `plumbline test` would try to prove, and sends nothing. */
export async function plan(file: string, options: PlanCommandOptions): Promise<number> {
  const { description, model } = await readModel(file, options);
  const obligations = planObligations(model, options.choice);
  const { shard: _, ...selection } = options.choice;
  refuseEmptyChoice(planObligations(model), planObligations(model, selection), selection);
  const { format, claims } = options;
  const color = hasColor(process.stdout);
  const locate = (place: Parameters<typeof description.locate>[0]) => description.locate(place);
  printResult(formatPlan(model, obligations, format, { color, claims, locate }));
  if (format === 'text') say(`Next: plumbline test ${shownPath(file)} <url of the server>`);
  return exitCode.done;
}
