import { type DescriptionOptions, readModel } from '../description.ts';
import { exitCode } from '../exit-code.ts';
import { printResult } from '../terminal.ts';

/** Prints the operation ids of a description, one a line. The model has made plain words of them all. */
export async function operations(file: string, options: DescriptionOptions): Promise<number> {
  const { model } = await readModel(file, options);
  printResult(model.operations.map(({ id }) => id).join('\n'));
  return exitCode.done;
}
