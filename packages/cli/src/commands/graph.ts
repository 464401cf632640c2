import { formatResourceGraph, type GraphFormat, toResourceGraph } from '@plumbline/contract-tests';
import { type DescriptionOptions, readModel } from '../description.ts';
import { counted } from '../display.ts';
import { exitCode } from '../exit-code.ts';
import { printResult, say } from '../terminal.ts';

export interface GraphCommandOptions extends DescriptionOptions {
  readonly format: GraphFormat;
}

/** Prints which things an API has, what makes them, and what needs them; sends nothing. */
export async function graph(file: string, { format, ...reading }: GraphCommandOptions): Promise<number> {
  const { model } = await readModel(file, reading);
  const resources = toResourceGraph(model);
  printResult(formatResourceGraph(resources, format));
  if (resources.resources.length === 0) say('No path holds an id, so nothing is made and needed.');
  const guessed = resources.resources.flatMap(({ consumers }) => consumers.filter((need) => need.isGuessed));
  if (guessed.length > 0) {
    say(
      `${counted(guessed.length, 'edge')} guessed by a name: a run of \`plumbline test\` confirms or refutes them.`,
    );
  }
  return exitCode.done;
}
