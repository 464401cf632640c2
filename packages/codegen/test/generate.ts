import { type ApiModel, type Diagnostic, toApiModel } from '@plumbline/openapi';
import { type GeneratedFile, generateContract, type TypeChoices } from '../src/index.ts';

export interface Generated {
  readonly files: readonly GeneratedFile[];
  readonly model: ApiModel;
  /** What the generated files cannot carry. */
  readonly losses: readonly Diagnostic[];
  text(path: string): string;
}

/** Generates from a description that is written in a test, as if it were the file `api.yaml`. */
export async function generate(document: object, choices: TypeChoices = {}): Promise<Generated> {
  const losses: Diagnostic[] = [];
  const { model } = toApiModel({
    document,
    sourceOf: (pointer) => ({ file: 'api.yaml', pointer }),
    locate: (place) => place,
  });
  const files = await generateContract(
    { model, document },
    { source: 'api.yaml', ...choices, report: (loss) => losses.push(loss) },
  );
  return {
    files,
    model,
    losses,
    text: (path) => {
      const file = files.find((one) => one.path === path);
      if (file === undefined) throw new Error(`${path} was not generated`);
      return file.text;
    },
  };
}
