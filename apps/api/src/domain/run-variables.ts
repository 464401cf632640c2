import { builtInVariables } from './built-in-variables.ts';
import type { Refusal } from './refusal.ts';

type Values = Readonly<Record<string, string>>;

/** Refuses the variables that are new in each run; their keys are all those that begin with `TEST_`. */
export function checkRunVariables(values: Values): readonly Refusal[] {
  return Object.keys(values)
    .filter((key) => key.startsWith('TEST_') || dynamic.has(key))
    .map((key) => ({
      pointer: `/variables/${key}`,
      code: 'dynamic-variable',
      message: 'must not be given: CheckView makes it for each run',
    }));
}

const dynamic: ReadonlySet<string> = new Set(
  builtInVariables.filter(({ kind }) => kind === 'dynamic').map(({ key }) => key),
);

/** The values that the steps use. */
export function pickVariables(
  values: Values,
  steps: readonly { readonly variables: readonly string[] }[],
): Values {
  const used = new Set(steps.flatMap(({ variables }) => variables));
  return Object.fromEntries(Object.entries(values).filter(([key]) => used.has(key)));
}
