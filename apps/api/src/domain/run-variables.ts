type Values = Readonly<Record<string, string>>;

/** The values given for a run that its steps use. */
export function pickVariables(
  values: Values,
  steps: readonly { readonly variables: readonly string[] }[],
): Values {
  const used = new Set(steps.flatMap(({ variables }) => variables));
  return Object.fromEntries(Object.entries(values).filter(([key]) => used.has(key)));
}
